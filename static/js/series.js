// Charts over time and order: columns against plan, cumulative curves, lines, and any Plotly figure of the server.
import { number, plain } from './figures.js';

const CLEAR = 'rgba(0,0,0,0)';

/** Columns: past muted, this year ink, forecast outlined; the plan is a tick wider than the bar. */
export function columns(element, data, { css, plot, hover }) {
  const most = element.clientWidth < 430 ? 8 : data.periods.length;
  const from = Math.max(0, data.periods.length - most);
  const periods = data.periods.slice(from);
  const actual = data.actual.slice(from);
  const plan = (data.plan || []).slice(from);
  const previous = (data.previous || []).slice(from);
  const places = periods.map((_, place) => place);
  const width = 0.62;
  const fill = periods.map((period) => (period.state === 'forecast' ? CLEAR : css(period.state === 'past' ? '--s-muted' : '--s1')));
  const edge = periods.map((period) => (period.state === 'forecast' ? css('--s1') : CLEAR));
  const traces = [];
  if (previous.length) {
    traces.push({ type: 'bar', x: places, y: previous, hoverinfo: 'none', width: 0.84, marker: { color: css('--s-muted') } });
  }
  traces.push({ type: 'bar', x: places, y: actual, hoverinfo: 'none', width, marker: { color: fill, line: { color: edge, width: 1.25 } } });
  const tops = places.map((place) => Math.max(actual[place] ?? 0, plan[place] ?? 0, previous[place] ?? 0));
  traces.push({
    type: 'scatter', mode: 'text', x: places, y: tops, hoverinfo: 'none', cliponaxis: false, textposition: 'top center',
    text: places.map((place) => (place >= places.length - 5 && actual[place] !== null ? number(actual[place], data.decimals || 0) : '')),
    textfont: { size: 12, color: css('--ink-2') },
  });
  if (plan.length) {
    const reach = (0.95 * width * (element.clientWidth - 38)) / places.length;
    traces.push({
      type: 'scatter', mode: 'markers', x: places, y: plan, hoverinfo: 'none',
      marker: { symbol: 'line-ew', size: Math.min(44, reach), line: { color: css('--target'), width: 2.5 } },
    });
  }
  const label = (period, place) => {
    const starts = period.group && (place === 0 || periods[place - 1].group !== period.group);
    return plain(period.label) + (starts ? `<br>${plain(period.group)}` : '');
  };
  const low = Math.min(0, ...actual.filter((value) => value !== null));
  plot(element, traces, {
    bargap: 0.3, barmode: 'overlay', margin: { l: marginFor(tops, data.decimals || 0), r: 4, t: 18, b: 38 },
    xaxis: { showgrid: false, range: [-0.6, places.length - 0.4], tickvals: places, ticktext: periods.map(label), tickangle: 0 },
    yaxis: { range: low < 0 ? undefined : [0, 1.12 * Math.max(1, ...tops)], nticks: 5, tickformat: data.decimals ? `,.${data.decimals}f` : ',d', zeroline: low < 0, zerolinecolor: css('--chart-axis') },
  });
  const unit = data.unit ? ` ${data.unit}` : '';
  hover(element, (point) => {
    const place = point.x;
    const rows = [[periods[place].label, periods[place].group].filter(Boolean).join(' ')];
    rows.push(number(actual[place], data.decimals || 0) + unit);
    if (plan[place] !== null && plan[place] !== undefined && data.plan_label) rows.push(`${data.plan_label} ${number(plan[place], data.decimals || 0)}${unit}`);
    return rows;
  });
}

function marginFor(values, decimals) {
  const longest = Math.max(...values.map((value) => number(value, decimals).length));
  return Math.max(34, 10 + 7 * longest);
}

/** A cumulative curve over the line of equal shares (Pareto, Lorenz). */
export function pareto(element, data, { css, plot }) {
  const last = data.x_max;
  const mark = data.mark;
  const traces = [
    { x: [0, last], y: [0, 100], mode: 'lines', hoverinfo: 'skip', line: { color: css('--chart-axis'), width: 1, dash: '3px,4px' } },
    { x: data.curve.map(([x]) => x), y: data.curve.map(([, y]) => y), mode: 'lines', hoverinfo: 'none', line: { color: css('--ink'), width: 2 }, fill: 'tonexty', fillcolor: css('--q0') },
  ];
  if (mark) {
    const side = mark.x > last * 0.55 ? 'top left' : 'bottom right';
    traces.push({
      x: [mark.x], y: [mark.y], mode: 'markers+text', hoverinfo: 'skip', text: [plain(mark.label)], textposition: side, cliponaxis: false,
      textfont: { size: 12, weight: 600, color: css('--ink') }, marker: { size: 9, color: css('--ink'), line: { color: css('--chart-halo'), width: 2 } },
    });
  }
  const ticks = data.x_ticks && data.x_ticks.length ? { tickvals: data.x_ticks } : { nticks: 5 };
  plot(element, traces, {
    margin: { l: 44, r: 12, t: 8, b: 38 },
    xaxis: { range: [0, last], showgrid: false, tickformat: ',d', ...ticks, title: { text: plain(data.x_label), standoff: 4 } },
    yaxis: { range: [0, 102], tickvals: [0, 25, 50, 75, 100], ticktext: ['0', '25%', '50%', '75%', '100%'] },
  });
}

/** Lines named at their end; one point may be marked (break-even). */
export function lines(element, data, { css, plot, hover }) {
  const decimals = data.decimals || 0;
  const colour = (role) => css(role === 'target' ? '--target' : role === 'muted' ? '--ink-3' : `--${role || 's1'}`);
  const small = element.clientWidth < 430;
  const ends = data.series.map((series) => last(series.values));
  const apart = spread(ends, element.clientHeight - 60);
  const traces = data.series.map((series) => ({
    type: 'scatter', mode: 'lines', x: data.x, y: series.values, hoverinfo: 'none', connectgaps: false, name: series.name,
    line: { color: colour(series.role), width: series.role === 'muted' ? 1.5 : 2, dash: series.dash ? '5px,4px' : 'solid' },
  }));
  // Beside the end where there is room, above it at the edge of a phone; beside, over grid and zero line only.
  const beside = (place) => !small || ends[place].at < data.x.length / 2;
  const annotations = data.series.map((series, place) => ({
    x: data.x[ends[place].at], y: ends[place].value, showarrow: false, text: plain(series.name), align: 'left',
    font: { size: 12, color: css(series.role === 'muted' ? '--ink-3' : '--ink-2') },
    ...(beside(place)
      ? { xanchor: 'left', yanchor: 'middle', xshift: 8, yshift: apart[place], bgcolor: css('--chart-halo') }
      : { xanchor: 'right', yanchor: 'bottom', yshift: 2 + apart[place] }),
  })).filter((_, place) => ends[place].value !== null);
  if (data.mark) {
    traces.push({ type: 'scatter', mode: 'markers', x: [data.mark.x], y: [data.mark.y], hoverinfo: 'skip', marker: { size: 9, color: css('--ink'), line: { color: css('--chart-halo'), width: 2 } } });
    annotations.push({ x: data.mark.x, y: data.mark.y, xanchor: 'right', yanchor: 'bottom', xshift: -6, yshift: 4, showarrow: false, text: plain(data.mark.label), font: { size: 12, weight: 600, color: css('--ink') } });
  }
  const room = small ? 12 : 16 + 6.5 * Math.max(...data.series.map((series) => series.name.length));
  const values = data.series.flatMap((series) => series.values).filter((value) => value !== null);
  plot(element, traces, {
    margin: { l: marginFor(values, decimals), r: Math.min(room, element.clientWidth * 0.3), t: 12, b: 38 }, annotations,
    xaxis: { showgrid: false, nticks: small ? 4 : 8, tickangle: 0, type: data.x.every((x) => typeof x === 'number') ? 'linear' : 'category' },
    yaxis: { rangemode: Math.min(...values) < 0 ? 'normal' : 'tozero', nticks: 5, tickformat: decimals ? `,.${decimals}f` : ',d', title: { text: plain(data.y_label), standoff: 6 }, zeroline: Math.min(...values) < 0, zerolinecolor: css('--chart-axis') },
  });
  hover(element, (point) => [String(point.x), `${point.data.name || data.mark?.label || ''} ${number(point.y, decimals)}`.trim()]);
}

function last(values) {
  for (let at = values.length - 1; at >= 0; at -= 1) if (values[at] !== null) return { at, value: values[at] };
  return { at: 0, value: null };
}

/** How far end labels are moved up so that none covers another (px). */
function spread(ends, height) {
  const known = ends.map((end, place) => ({ place, value: end.value })).filter((end) => end.value !== null).sort((a, b) => a.value - b.value);
  const shift = ends.map(() => 0);
  if (known.length < 2) return shift;
  const scale = height / ((known.at(-1).value - Math.min(0, known[0].value)) || 1);
  let floor = -Infinity;
  for (const end of known) {
    const at = end.value * scale;
    const to = Math.max(at, floor + 15);
    shift[end.place] = to - at;
    floor = to;
  }
  return shift;
}

/** A Plotly figure as the server made it; colours named like tokens ("--s1") are read from the page. */
export function figure(element, data, { css, plot }) {
  plot(element, resolved(data.data, css), resolved(data.layout || {}, css));
}

function resolved(value, css) {
  if (Array.isArray(value)) return value.map((each) => resolved(each, css));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, css)]));
  return typeof value === 'string' && value.startsWith('--') ? css(value) : value;
}
