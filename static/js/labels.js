// Where labels go beside their marks: greedy, the important first, eight places, dropped when none is free.
// Deterministic, so that screen and paper agree.

const overlap = (a, b) => {
  const wide = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
  const high = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  return wide > 0 && high > 0 ? wide * high : 0;
};

function places(mark, width, height) {
  const { px, py, r } = mark;
  return [
    ['middle right', px + r + 3, py - height / 2], ['middle left', px - r - 3 - width, py - height / 2],
    ['top center', px - width / 2, py - r - height - 1], ['bottom center', px - width / 2, py + r + 1],
    ['top right', px + r * 0.7, py - r * 0.7 - height], ['bottom right', px + r * 0.7, py + r * 0.7],
    ['top left', px - r * 0.7 - width, py - r * 0.7 - height], ['bottom left', px - r * 0.7 - width, py + r * 0.7],
  ];
}

/** marks: [{id, label, px, py, r, rank}] to be labelled; all: every mark (obstacles); soft obstacles have `soft: true`.
 *  Gives {id: textposition}. A mark of rank > 0 keeps its label unless it would leave the frame. */
export function placed(marks, all, obstacles, width, height) {
  const taken = [...obstacles, ...all.map((mark) => ({ x0: mark.px - mark.r, x1: mark.px + mark.r, y0: mark.py - mark.r, y1: mark.py + mark.r, of: mark.id }))];
  const found = {};
  for (const mark of [...marks].sort((a, b) => b.rank - a.rank || b.r - a.r)) {
    const wide = mark.label.length * 6.1 + 4;
    let best = null;
    places(mark, wide, 14).forEach(([position, x, y], order) => {
      const box = { x0: x, x1: x + wide, y0: y, y1: y + 14 };
      let cost = order * 0.6;
      if (box.x0 < 2 || box.x1 > width - 2 || box.y0 < 2 || box.y1 > height - 2) cost += 1000;
      for (const other of taken) {
        if (other.of === mark.id) continue;
        const area = overlap(box, other);
        if (area) cost += other.soft ? 2 + area * 0.05 : 5 + area;
      }
      if (!best || cost < best.cost) best = { cost, position, box };
    });
    if (best.cost < (mark.rank ? 900 : 26)) {
      found[mark.id] = best.position;
      taken.push(best.box);
    }
  }
  return found;
}
