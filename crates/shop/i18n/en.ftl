# Texts of the departments: a section each, ids beginning with the department's name.
noun-customer = The customer
noun-shop = The shop
noun-order = The order
noun-product = The product
noun-import = The import

# Customers: merging; proposals.
noun-merge = This merge
noun-proposal = This proposal
problem-cannot_undo = This cannot be undone any more: it was undone before, or its profiles have gone separate ways since. Move the profiles by hand.
problem-already_decided = Somebody has decided this proposal already. Please reload the list.
problem-is_one = These two are one customer by now. To part them, take profiles out on the customer's card.
fault-too_few = needs more than that
fault-too_many = is too many at once
fault-not_of_customer = names a profile that is not this customer's
fault-must_leave_one = must leave at least one profile with the customer
fault-ids_or_min_score = is needed, or else a score; not both
