/**
 * @file The views of the page and their addresses, #train and so on, in the order of the navigation.
 * Not here: what a view is made of (train/, compare/, replicate/, about/), nor who shows it (app.ts).
 */
export const routes = [
  { id: "train", name: "Train" },
  { id: "compare", name: "Compare" },
  { id: "replicate", name: "Replicate" },
  { id: "about", name: "About" },
] as const;

export type RouteId = (typeof routes)[number]["id"];

/** Of the page's address; the first one where it names none. */
export function routeOf(hash: string): RouteId {
  return routes.find(({ id }) => `#${id}` === hash)?.id ?? routes[0].id;
}
