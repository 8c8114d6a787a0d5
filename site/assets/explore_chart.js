/* One chart: the lines of up to four places for one offence, as SVG with real text.
 * What is not known is a gap: hatched where nobody reported it, hatched both ways where
 * it is withheld, plain grey where the files end before it; what is provisional or
 * incomplete is hollow and pale. Where the way of counting changes, the frame is cut in
 * two, and each part bears its name. */
(function (cifra) {
  'use strict';

  /* A letter of bold type is taken to be as wide as the widest of usual fonts has it. */
  const SIZE = 13, LINE = 16, LETTER = 8.6, TOP = 26, BOTTOM = 26;
  const THIN = 7.2; /* a letter that is not bold */
  const CUT = 10; /* between two ways of counting */
  const NS = 'http://www.w3.org/2000/svg';

  function draw(tag, attributes, text) {
    const element = document.createElementNS(NS, tag);
    for (const name in attributes)
      element.setAttribute(name, attributes[name]);
    if (text !== undefined)
      element.textContent = text;
    return element;
  }

  /* Round numbers from 0 to at least the highest, about so many. */
  cifra.ticks = function (highest, wanted) {
    const raw = Math.max(highest, 1e-9) / wanted;
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 5, 10].map(n => n * power).find(n => n >= raw * 0.999999);
    const ticks = [];
    for (let i = 0; ticks.length < 2 || ticks[ticks.length - 1] < highest; i++)
      ticks.push(Number((i * step).toPrecision(12)));
    return ticks;
  };

  /* Stretches of neighbouring figures that are known. */
  cifra.stretches = function (strand) {
    const found = [];
    let open = null;
    for (const figure of strand.figures) {
      if (!cifra.isKnown(figure))
        open = null;
      else if (open && figure.at === open[open.length - 1].at + strand.step)
        open.push(figure);
      else
        found.push(open = [figure]);
    }
    return found;
  };

  /* Labels that would overlap move down, then all of them up again to end in time. */
  cifra.spread = function (labels, bottom) {
    const sorted = [...labels].sort((a, b) => a.y - b.y);
    sorted.forEach((label, i) => {
      const above = sorted[i - 1];
      if (above)
        label.y = Math.max(label.y, above.y + above.height);
    });
    for (let i = sorted.length - 1, end = bottom; i >= 0; i--) {
      sorted[i].y = Math.min(sorted[i].y, end - sorted[i].height);
      end = sorted[i].y;
    }
    return labels;
  };

  /* How high a frame must reach: to the highest figure, and to the upper end of yearly
   * intervals, but for those of few cases, which would press all lines to the ground. */
  cifra.highestOf = function (lines) {
    const strands = lines.flatMap(line => line.strands);
    const most = (of, from) => from.flatMap(strand => strand.figures).filter(cifra.isKnown)
      .reduce((highest, figure) => Math.max(highest, of(figure)), 0);
    const highest = most(figure => figure.value, strands);
    return Math.max(highest, most(figure => figure.high <= 1.5 * highest ? figure.high : 0,
      strands.filter(strand => strand.step === 12)));
  };

  /* Words broken into at most three lines of so many letters. */
  cifra.wrap = function (text, letters) {
    const lines = [''];
    for (const word of text.split(' ')) {
      const last = lines[lines.length - 1];
      if (last === '' || last.length + 1 + word.length <= letters)
        lines[lines.length - 1] = (last + ' ' + word).trim();
      else
        lines.push(word);
    }
    return lines.length <= 3 ? lines : [...lines.slice(0, 2), lines[2] + ' …'];
  };

  const firm = figure => figure.status === '' && figure.whole;

  function lineMarks(plot, strand, role) {
    const group = draw('g', {});
    for (const stretch of cifra.stretches(strand)) {
      for (const pale of [false, true]) {
        let path = '';
        stretch.forEach((figure, i) => {
          if (i === 0 || (firm(figure) && firm(stretch[i - 1])) === pale)
            return;
          path += 'M' + plot.x(stretch[i - 1].at) + ' ' + plot.y(stretch[i - 1].value) +
            'L' + plot.x(figure.at) + ' ' + plot.y(figure.value);
        });
        if (path)
          group.append(draw('path', {d: path, 'stroke-width': 2,
            class: 'l-' + role + (pale ? ' p' : '')}));
      }
      for (const figure of stretch)
        if (!firm(figure) || stretch.length === 1 || strand.step === 12)
          group.append(draw('circle', {cx: plot.x(figure.at), cy: plot.y(figure.value),
            r: 3, class: (firm(figure) ? 'f-' + role : 'f-paper') + ' l-' + role,
            'stroke-width': 1.5}));
    }
    return group;
  }

  function rangeMarks(plot, strand, role) {
    const group = draw('g', {});
    if (strand.step === 12)
      for (const figure of strand.figures)
        if (cifra.isKnown(figure) && isFinite(figure.high))
          group.append(draw('path', {class: 'l-' + role + ' p', d: 'M' +
            plot.x(figure.at) + ' ' + plot.y(figure.low) + 'V' + plot.y(figure.high)}));
    return group;
  }

  /* Why a period is a gap, by the key of its word: withheld where that is all there is to
   * it, not held where no file of ours reaches it. */
  const GAPS = ['missing', 'withheld', 'not_held'];
  const gapOf = statuses => !statuses ? 'not_held'
    : [...statuses].every(status => status === 'w') ? 'withheld' : 'missing';

  /* Spans of the frame in which no line has a figure, each with why. */
  cifra.unknownSpans = function (lines, from, to, step) {
    const known = new Set(), open = new Map();
    for (const line of lines)
      for (const strand of line.strands)
        for (const figure of strand.figures)
          if (cifra.isKnown(figure))
            known.add(figure.at);
          else if (figure.status !== '-')
            open.set(figure.at, (open.get(figure.at) || new Set()).add(figure.status));
    const spans = [];
    for (let at = from; at < to; at += step) {
      const last = spans[spans.length - 1], gap = gapOf(open.get(at));
      if (known.has(at))
        continue;
      if (last && last[1] === at && last[2] === gap)
        last[1] = at + step;
      else
        spans.push([at, at + step, gap]);
    }
    return spans;
  };

  const told = strand => strand.figures.some(cifra.isKnown);

  /* The ways of counting in a frame, each with the period it begins in. */
  cifra.systemsIn = function (lines, methodologies, from) {
    const systems = new Map();
    for (const [code, label, first] of methodologies)
      if (lines.some(line => line.strands.some(
        strand => strand.code === code && told(strand)))) {
        const at = Math.max(cifra.monthOf(first), from);
        systems.set(at, [...systems.get(at) || [], label]);
      }
    return [...systems].sort((a, b) => a[0] - b[0])
      .map(([at, labels]) => ({at, name: labels.join(', ')}));
  };

  /* The colour of each strand of a line: that of its place, or where it is the only
   * place, one for each way of counting, the newest first. */
  cifra.rolesOf = function (lines, line) {
    const shown = line.strands.filter(told);
    return new Map(shown.map((strand, i) => [strand,
      lines.length > 1 ? lines.indexOf(line) + 1 : shown.length - i]));
  };

  function axes(svg, plot, frame) {
    for (const tick of plot.ticks) {
      const y = plot.y(tick);
      svg.append(draw('path', {class: tick === 0 ? 'l-rule' : 'l-grid',
        d: 'M' + plot.left + ' ' + y + 'H' + plot.right}));
      svg.append(draw('text', {x: plot.left - 6, y: y + 4, class: 'f-quiet',
        'font-size': SIZE, 'text-anchor': 'end'}, frame.number(tick)));
    }
    const years = Math.ceil((frame.to - frame.from) / 12);
    const every = [1, 2, 5, 10].find(n => years / n <= (plot.right - plot.left) / 44) || 20;
    for (let at = Math.ceil(frame.from / 12) * 12; at < frame.to; at += 12)
      if ((at / 12) % every === 0)
        svg.append(draw('text', {x: plot.x(at), y: plot.bottom + 18, class: 'f-quiet',
          'font-size': SIZE, 'text-anchor': frame.step === 12 ? 'middle' : 'start'},
        at / 12));
  }

  function ground(x, y, width, height, gap, id) {
    return draw('rect', Object.assign({x, y, width, height}, gap === 'not_held'
      ? {class: 'f-grid p'} : {fill: 'url(#' + id + '-' + gap + ')'}));
  }

  function unknown(svg, plot, frame, id) {
    const half = plot.unit * frame.step / 2;
    for (const [from, to, gap] of plot.spans) {
      const left = Math.max(plot.left, plot.x(from) - half);
      const width = Math.min(plot.right, plot.x(to - frame.step) + half) - left;
      if (width <= 0)
        continue;
      const bar = ground(left, plot.top, width, plot.bottom - plot.top, gap, id);
      bar.append(draw('title', {}, frame.words[gap] + ': ' +
        frame.span(from, to - frame.step)));
      svg.append(bar);
    }
  }

  function hatch(svg, id, gap, lines) {
    const pattern = draw('pattern', {id: id + '-' + gap, width: 6, height: 6,
      patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(-45)'});
    pattern.append(draw('path', {class: 'l-' + gap, 'stroke-width': 1.2, d: lines}));
    svg.append(pattern);
  }

  /* What the grounds say, below the years; returns how high it is. */
  function key(svg, plot, frame, id) {
    let x = plot.left, y = plot.bottom + BOTTOM;
    const gaps = GAPS.filter(gap => plot.spans.some(span => span[2] === gap));
    for (const gap of gaps) {
      const said = frame.words[gap];
      const wide = 20 + THIN * said.length;
      if (x > plot.left && x + wide > plot.width) {
        x = plot.left;
        y += LINE + 4;
      }
      const sample = ground(x, y + 2, 14, 12, gap, id);
      sample.setAttribute('stroke-width', 1);
      sample.classList.add('l-rule');
      sample.classList.remove('p');
      svg.append(sample, draw('text', {x: x + 20, y: y + 13, class: 'f-quiet',
        'font-size': SIZE}, said));
      x += wide + 18;
    }
    return gaps.length ? y + LINE + 4 - plot.bottom - BOTTOM : 0;
  }

  /* Words above a frame, from left to right: [{from, to}]. Each is given its row: that
   * of the one before, or the next higher one where they would touch, so that a rule
   * hanging from a word passes none further left. */
  cifra.stack = function (words) {
    words.forEach((one, i) => {
      const before = words[i - 1];
      one.row = before ? before.row + (one.from < before.to + 8) : 0;
    });
    return words;
  };

  /* Where the names of the ways of counting stand; none where there is but one. */
  function headings(plot, frame) {
    if (frame.systems.length < 2)
      return [];
    const own = frame.lines.length === 1 && frame.lines[0].strands.filter(told).length;
    return cifra.stack(frame.systems.map((system, i) => {
      const text = i === 0 ? system.name : frame.words.break.replace('{method}', system.name);
      const rule = i === 0 ? null : plot.x(system.at) - plot.unit * frame.step / 2 - CUT / 2;
      const wide = THIN * text.length;
      const x = i === 0 ? plot.left : rule;
      const end = x > (plot.left + plot.right) / 2;
      const from = Math.max(0, Math.min(end ? x - wide : x, plot.width - wide));
      const role = own === frame.systems.length ? own - i : 'quiet';
      return {text, rule, end, from, to: from + wide, role};
    }));
  }

  function breaks(svg, plot, names) {
    for (const one of names) {
      const y = plot.top - 12 - LINE * one.row;
      if (one.rule !== null)
        svg.append(draw('path', {class: 'l-quiet', 'stroke-dasharray': '1.5 3',
          d: 'M' + one.rule + ' ' + (y + 4) + 'V' + plot.bottom}));
      svg.append(draw('text', {x: one.end ? one.to : one.from, y,
        class: 'f-' + one.role + ' h',
        'font-size': SIZE, 'text-anchor': one.end ? 'end' : 'start'}, one.text));
    }
  }

  function labels(svg, plot, frame) {
    const letters = Math.floor((plot.width - plot.right - 10) / LETTER);
    const all = frame.lines.map((line, i) => {
      const known = line.strands.flatMap(strand => strand.figures).filter(cifra.isKnown);
      const last = known[known.length - 1];
      const lines = cifra.wrap(line.name, letters);
      return last && {y: plot.y(last.value) - LINE / 2, height: lines.length * LINE,
        lines, role: i + 1};
    }).filter(Boolean);
    for (const label of cifra.spread(all, plot.bottom + LINE / 2))
      label.lines.forEach((line, i) => svg.append(draw('text', {x: plot.right + 8,
        y: label.y + 12 + i * LINE, class: 'f-' + label.role + ' b h',
        'font-size': SIZE}, line)));
  }

  /* frame: {title, description, lines: [{name, strands}], from, to, step, systems, words,
   * number(value), span(from, to)}. */
  cifra.chart = function (frame, width, id) {
    const high = Math.round(Math.min(320, Math.max(220, width * 0.42)));
    const ticks = cifra.ticks(cifra.highestOf(frame.lines), 4);
    const top = ticks[ticks.length - 1];
    const left = 12 + 7.6 * Math.max(...ticks.map(tick => frame.number(tick).length));
    const longest = Math.max(...frame.lines.map(line => line.name.length));
    const right = width - Math.min(14 + LETTER * longest, Math.max(100, width * 0.24));
    const plot = {ticks, width, left, right, spans: cifra.unknownSpans(frame.lines,
      frame.from, frame.to, frame.step)};
    const months = frame.to - frame.step - frame.from || 1;
    const cuts = frame.systems.slice(1).map(system => system.at);
    const at = value => Math.round(10 * value) / 10;
    plot.unit = (right - left - 8 - CUT * cuts.length) / months;
    plot.x = month => at(left + 4 + plot.unit * (month - frame.from) +
      CUT * cuts.filter(cut => cut <= month).length);
    const names = headings(plot, frame);
    plot.top = TOP + LINE * Math.max(0, ...names.map(one => one.row));
    plot.bottom = plot.top + high - TOP - BOTTOM;
    plot.y = value => at(plot.bottom - (plot.bottom - plot.top) * Math.min(value / top, 1));
    const svg = draw('svg', {class: 'chart', fill: 'none', role: 'img',
      'aria-labelledby': id + '-t ' + id + '-d'});
    svg.append(draw('title', {id: id + '-t'}, frame.title),
      draw('desc', {id: id + '-d'}, frame.description));
    hatch(svg, id, 'missing', 'M3 0v6');
    hatch(svg, id, 'withheld', 'M3 0v6M0 3h6');
    unknown(svg, plot, frame, id);
    axes(svg, plot, frame);
    breaks(svg, plot, names);
    for (const line of frame.lines)
      for (const [strand, role] of cifra.rolesOf(frame.lines, line))
        svg.append(rangeMarks(plot, strand, role), lineMarks(plot, strand, role));
    labels(svg, plot, frame);
    const height = plot.bottom + BOTTOM + key(svg, plot, frame, id);
    for (const [name, value] of [['viewBox', '0 0 ' + width + ' ' + height],
      ['width', width], ['height', height]])
      svg.setAttribute(name, value);
    return svg;
  };
})(globalThis.cifra = globalThis.cifra || {});
