import { type Route, route } from "../api/route";
import { type Search, search } from "../objects/vector-store-search";
import { checkUsable, storeOf, vectorStoreFacts } from "../objects/vector-stores";

export const vectorStoreSearchRoutes: readonly Route[] = [
  route<Search>(
    { ...vectorStoreFacts, method: "POST", route: "/vector_stores/{vector_store_id}/search" },
    (call) => {
      const { world, body } = call;
      const store = storeOf(call);
      checkUsable(world, store);
      store.last_active_at = world.now();
      return {
        object: "vector_store.search_results.page",
        search_query: [body.query].flat(),
        data: search(world, store, body),
        has_more: false,
        next_page: null,
      };
    },
  ),
];
