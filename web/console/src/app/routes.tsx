// The addresses: the door (sign-in, first run) and, behind it, the shell with every page of rooms.tsx, loaded lazily.
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { Crash } from "./Crash";
import { Guarded } from "./Guarded";
import { NotFound } from "./NotFound";
import { OpenOne } from "./OpenOne";
import { pages } from "./rooms";

function pageRoutes(): RouteObject[] {
  return pages.map((page) => ({
    path: page.path.slice(1),
    errorElement: <Crash />,
    lazy: async () => {
      const { default: Component } = await page.load();
      return {
        element: (
          <Guarded permission={page.permission}>
            <Component />
          </Guarded>
        ),
      };
    },
  }));
}

export function makeRouter() {
  return createBrowserRouter([
    {
      hydrateFallbackElement: <img className="boot" src="/mark.svg" alt="" />,
      errorElement: <Crash whole />,
      children: [
        { path: "/sign-in", lazy: async () => ({ Component: (await import("../door/SignIn")).default }) },
        { path: "/welcome", lazy: async () => ({ Component: (await import("../door/Welcome")).default }) },
        {
          path: "/",
          lazy: async () => ({ Component: (await import("./Gate")).Gate }),
          children: [
            { index: true, element: <Navigate to="/overview" replace /> },
            ...pageRoutes(),
            { path: "orders/:id", element: <OpenOne list="/orders" as="order" /> },
            { path: "products/:id", element: <OpenOne list="/products" as="product" /> },
            { path: "*", element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}
