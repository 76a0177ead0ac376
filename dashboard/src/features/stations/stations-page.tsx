import {
  Columns3,
  EvCharger,
  LayoutGrid,
  ListChecks,
  ListFilter,
  Plus,
  Search,
  SearchX,
  Table2,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { download } from "@/api/pages";
import { may, sessionState } from "@/api/session";
import { stationQuery } from "@/api/stations";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ExportButton } from "@/components/ui/export-button";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { STATION_FILTERS, type StationSearch } from "@/lib/search";
import { useWide } from "@/lib/wide";
import { AddStation } from "./add-station";
import { ColumnChooser } from "./column-chooser";
import { type Column, useColumns } from "./columns";
import { Facets } from "./facets";
import { type Selection, sizeOf, useSelection } from "./selection";
import { SelectionBar } from "./selection-bar";
import { StationCards } from "./station-cards";
import { StationTable } from "./station-table";
import { useFacets, useStationSearch, useStations } from "./use-stations";

export default function StationsPage() {
  const [search, change] = useStationSearch();
  const [sheet, setSheet] = useState(false);
  const [columns, changeColumns] = useColumns();
  const [selecting, setSelecting] = useState(false);
  const facets = useFacets(search);
  return (
    <div className="flex flex-1 min-h-0">
      <aside
        aria-label={t("stations.filters")}
        className="max-xl:hidden w-[212px] shrink-0 border-r border-line px-4 py-4 h-[calc(100vh-51px)] sticky top-[51px] overflow-y-auto"
      >
        <Facets facets={facets.data} search={search} onChange={change} />
      </aside>
      <div className="flex-1 min-w-0 flex flex-col">
        <Toolbar
          search={search}
          onChange={change}
          onFilters={() => setSheet(true)}
          columns={columns}
          onColumns={changeColumns}
          selecting={selecting}
          onSelecting={setSelecting}
        />
        <StationList
          search={search}
          onChange={change}
          total={facets.data?.total}
          columns={columns}
          selecting={selecting}
          onSelecting={setSelecting}
        />
      </div>
      {sheet && (
        <Dialog title={t("stations.filters")} onClose={() => setSheet(false)}>
          <div className="p-5 max-h-[70vh] overflow-y-auto">
            <Facets facets={facets.data} search={search} onChange={change} />
          </div>
          <div className="p-4 border-t border-line">
            <Button look="primary" size="large" onClick={() => setSheet(false)}>
              {t("stations.end", { count: facets.data?.total ?? 0 })}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

type Selecting = { selecting: boolean; onSelecting: (next: boolean) => void };
type ToolbarProps = Selecting & {
  search: StationSearch;
  onChange: (next: StationSearch) => void;
  onFilters: () => void;
  columns: readonly Column[] | null;
  onColumns: (next: readonly Column[] | null) => void;
};

const TYPING_MS = 200;

function Toolbar(props: ToolbarProps) {
  const { search, onChange, onFilters, columns, onColumns, selecting, onSelecting } = props;
  const [adding, setAdding] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const tiles = search.view === "tiles";
  const [text, setText] = useState(search.q ?? "");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typed = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange({ ...search, q: next || undefined }), TYPING_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => setText(search.q ?? ""), [search.q]);
  return (
    <div className="flex items-center gap-2 p-3 sm:px-4">
      <label className="flex items-center gap-2 h-8 max-sm:h-10 px-2.5 rounded-ctl border border-line-3 bg-surface text-ink-3 focus-within:ring-2 focus-within:ring-accent flex-1 min-w-0 max-w-[440px]">
        <Search size={15} aria-hidden="true" />
        <input
          type="search"
          aria-label={t("stations.find")}
          placeholder={t("stations.find")}
          value={text}
          onChange={(event) => typed(event.target.value)}
          className="flex-1 min-w-0 bg-transparent text-sm text-ink placeholder:text-ink-3 !outline-none"
        />
      </label>
      <Button className="xl:hidden" onClick={onFilters}>
        <ListFilter size={15} aria-hidden="true" />
        {t("stations.filters")}
      </Button>
      {may("commands:write") && (
        <Button
          className="sm:hidden"
          size="icon"
          aria-label={t("stations.select")}
          aria-pressed={selecting}
          look={selecting ? "primary" : "plain"}
          onClick={() => onSelecting(!selecting)}
        >
          <ListChecks size={16} aria-hidden="true" />
        </Button>
      )}
      <div className="ml-auto flex items-center gap-1 max-sm:hidden">
        <Button
          look="quiet"
          size="icon"
          aria-label={t(tiles ? "stations.view.table" : "stations.view.tiles")}
          title={t(tiles ? "stations.view.table" : "stations.view.tiles")}
          onClick={() => onChange({ ...search, view: tiles ? undefined : "tiles" })}
        >
          {tiles ? <Table2 size={16} aria-hidden="true" /> : <LayoutGrid size={16} aria-hidden="true" />}
        </Button>
        {!tiles && (
          <Button
            look="quiet"
            size="icon"
            aria-label={t("columns.title")}
            title={t("columns.title")}
            onClick={() => setChoosing(true)}
          >
            <Columns3 size={16} aria-hidden="true" />
          </Button>
        )}
        <ExportButton
          bare
          label={t("stations.export")}
          take={() => download("/stations/export.csv", stationQuery(search), "stations.csv")}
        />
        {may("stations:write") && (
          <Button look="primary" className="ml-1" onClick={() => setAdding(true)}>
            <Plus size={15} aria-hidden="true" />
            {t("stations.add")}
          </Button>
        )}
      </div>
      {choosing && (
        <ColumnChooser columns={columns} onChange={onColumns} onClose={() => setChoosing(false)} />
      )}
      {adding && <AddStation onClose={() => setAdding(false)} />}
    </div>
  );
}

type ListProps = Selecting & {
  search: StationSearch;
  onChange: (next: StationSearch) => void;
  total: number | undefined;
  columns: readonly Column[] | null;
};

function StationList({ search, onChange, total, columns, selecting, onSelecting }: ListProps) {
  const wide = useWide();
  const [selection, choose] = useSelection(search);
  const select = (next: Selection) => {
    choose(next);
    if (sizeOf(next) === 0) onSelecting(false);
  };
  const { stations, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useStations(search);
  if (isPending) return <Skeleton rows={12} />;
  if (isError) {
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={error} role={role} onRetry={() => void refetch()} />;
  }
  if (stations.length === 0) return <NothingFits search={search} onChange={onChange} />;
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  // Another filter is another list: it begins at its top, wherever the last one was scrolled to.
  const list = JSON.stringify(search);
  return (
    <>
      <p role="status" className="sr-only">
        {t("stations.end", { count: total ?? stations.length })}
      </p>
      {wide && search.view !== "tiles" ? (
        <StationTable
          key={list}
          stations={stations}
          more={hasNextPage ? more : undefined}
          search={search}
          onChange={onChange}
          selection={selection}
          onSelect={select}
          columns={columns}
        />
      ) : (
        <StationCards
          key={list}
          stations={stations}
          more={hasNextPage ? more : undefined}
          selection={selection}
          onSelect={select}
          selecting={may("commands:write") && (wide || selecting)}
        />
      )}
      <SelectionBar selection={selection} total={total} search={search} onChange={select} />
      <p className="px-4 py-2 text-xs text-ink-3 max-sm:hidden">
        {t("stations.end", { count: total ?? stations.length })}
        {hasNextPage && ` · ${t("stations.loaded", { count: count(stations.length) })}`}
      </p>
    </>
  );
}

function NothingFits({ search, onChange }: Pick<ListProps, "search" | "onChange">) {
  const set = STATION_FILTERS.filter((name) => search[name]);
  const last = set.at(-1);
  if (!last) {
    const next = (
      <Link to="/onboarding" className={buttonClass("primary")}>
        {t("nav.onboarding")}
      </Link>
    );
    return (
      <Notice icon={EvCharger} title={t("empty.fleet.title")} actions={next}>
        {t("stations.empty")}
      </Notice>
    );
  }
  const remove = (
    <Button onClick={() => onChange({ ...search, [last]: undefined })}>{t("stations.none.remove")}</Button>
  );
  return (
    <Notice icon={SearchX} title={t("stations.none.title")} actions={remove}>
      {t("stations.none.text", { filters: set.map((name) => search[name]).join(", ") })}
    </Notice>
  );
}
