# Texts of the departments: a section each, ids beginning with the department's name.
noun-customer = The customer
noun-shop = The shop
noun-order = The order
noun-product = The product
noun-import = The import
