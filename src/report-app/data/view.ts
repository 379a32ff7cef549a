/** The trial in the sheet and the model beside it, by their names in the run file. */
export interface OpenTrial {
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  readonly beside: string | null;
  /** True when the sheet shows the trial of the older run beside it, if the older run has that trial. */
  readonly before: boolean;
}

/** `scenario`, `passes`, `changes`, `disagreement`, or `model:` followed by a model name. */
export type SortKey = string;

/** The choices of the reader. The URL fragment holds all of them, so that a reader can share the address. */
export interface View {
  readonly text: string;
  readonly tags: readonly string[];
  readonly models: readonly string[];
  /** Statuses, reasons and changes. The matrix shows a scenario when a shown model has one of them. */
  readonly results: readonly string[];
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly open: OpenTrial | null;
  /** The cell whose trial the reader opened last. The matrix focuses it when the sheet closes. */
  readonly at: { readonly scenario: string; readonly model: string } | null;
}

export const DEFAULT_VIEW: View = {
  text: '',
  tags: [],
  models: [],
  results: [],
  sort: 'passes',
  descending: false,
  open: null,
  at: null,
};

/** Returns the view that the page opens with. A comparison with an older run sorts by `changes`. */
export function defaultView(compared: boolean): View {
  return compared ? { ...DEFAULT_VIEW, sort: 'changes' } : DEFAULT_VIEW;
}

/** Returns the view in a URL fragment. Missing or invalid parameters keep their defaults. */
export function parseHash(hash: string, initial: View = DEFAULT_VIEW): View {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const scenario = params.get('scenario');
  const model = params.get('model');
  const trial = Number(params.get('trial') ?? 1);
  const opened = pair(scenario, model);
  return {
    text: params.get('q') ?? '',
    tags: params.getAll('tag'),
    models: params.getAll('show'),
    results: params.getAll('result'),
    sort: params.get('sort') ?? initial.sort,
    descending: params.get('order') === 'desc',
    open:
      opened === null
        ? null
        : {
            ...opened,
            trial: Number.isInteger(trial) ? trial : 1,
            beside: params.get('beside'),
            before: params.has('before'),
          },
    at: opened ?? pair(params.get('at'), params.get('at-model')),
  };
}

function pair(scenario: string | null, model: string | null): View['at'] {
  return scenario === null || model === null ? null : { scenario, model };
}

/** Returns the URL fragment that {@link parseHash} reads, without `#`; `''` for the initial view. */
export function formatHash(view: View, initial: View = DEFAULT_VIEW): string {
  const params = new URLSearchParams();
  if (view.open !== null) {
    params.set('scenario', view.open.scenario);
    params.set('model', view.open.model);
    if (view.open.trial !== 1) params.set('trial', String(view.open.trial));
    if (view.open.beside !== null) params.set('beside', view.open.beside);
    if (view.open.before) params.set('before', '');
  }
  if (view.text !== '') params.set('q', view.text);
  for (const tag of view.tags) params.append('tag', tag);
  for (const model of view.models) params.append('show', model);
  for (const result of view.results) params.append('result', result);
  if (view.sort !== initial.sort) params.set('sort', view.sort);
  if (view.descending) params.set('order', 'desc');
  if (view.at !== null && view.open === null) {
    params.set('at', view.at.scenario);
    params.set('at-model', view.at.model);
  }
  return params.toString();
}
