import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getFacets, getStations } from "@/api/stations";
import { navigate, useSearch } from "@/lib/router";
import { readStationSearch, type StationSearch } from "@/lib/search";

export function useStationSearch(): [StationSearch, (next: StationSearch) => void] {
  const search = readStationSearch(useSearch());
  const change = (next: StationSearch) => navigate({ to: "/stations", search: next, replace: true });
  return [search, change];
}

/** The list as it is wanted by the address; more of it comes when its end is near. */
export function useStations(search: StationSearch) {
  const { view: _view, ...wanted } = search;
  const asked = useInfiniteQuery({
    queryKey: ["stations", wanted],
    queryFn: ({ pageParam, signal }) => getStations(wanted, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  });
  const stations = asked.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...asked, stations };
}

/** The rows come first: counting takes longer than finding, and would take the processor from it. */
export function useFacets(search: StationSearch) {
  const { isPending, isPlaceholderData } = useStations(search);
  const { view: _view, sort: _sort, ...filters } = search;
  return useQuery({
    queryKey: ["facets", filters],
    queryFn: ({ signal }) => getFacets(filters, signal),
    enabled: !isPending && !isPlaceholderData,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}
