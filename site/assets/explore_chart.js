/* One chart: the lines of up to four places for one offence, as SVG with real text.
 * What is not known is a gap, and hatched where nobody knows it; what is provisional or
 * incomplete is hollow and pale; a change in the way of counting is a dotted rule. */
(function (cifra) {
  'use strict';

  /* A letter of bold type is taken to be as wide as the widest of usual fonts has it. */
  const SIZE = 13, LINE = 16, LETTER = 8.6, TOP = 26, BOTTOM = 26;
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

  /* Spans of the frame in which no line has a figure. */
  cifra.unknownSpans = function (lines, from, to, step) {
    const known = new Set();
    for (const line of lines)
      for (const strand of line.strands)
        for (const figure of strand.figures)
          if (cifra.isKnown(figure))
            known.add(figure.at);
    const spans = [];
    for (let at = from; at < to; at += step) {
      const last = spans[spans.length - 1];
      if (known.has(at))
        continue;
      if (last && last[1] === at)
        last[1] = at + step;
      else
        spans.push([at, at + step]);
    }
    return spans;
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

  function unknown(svg, plot, frame, id) {
    const pattern = draw('pattern', {id, width: 6, height: 6,
      patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(-45)'});
    pattern.append(draw('path', {class: 'l-missing', 'stroke-width': 1.2, d: 'M3 0v6'}));
    svg.append(pattern);
    const half = frame.step === 12 ? 6 : 0;
    for (const [from, to] of cifra.unknownSpans(frame.lines, frame.from, frame.to,
      frame.step)) {
      const left = Math.max(plot.left, plot.x(from - half));
      const width = Math.min(plot.right, plot.x(to - half)) - left;
      if (width <= 0)
        continue;
      const bar = draw('rect', {x: left, y: plot.top, width,
        height: plot.bottom - plot.top, fill: 'url(#' + id + ')'});
      bar.append(draw('title', {}, frame.words.missing + ': ' +
        frame.span(from, to - frame.step)));
      svg.append(bar);
      if (width > 7 * frame.words.missing.length)
        svg.append(draw('text', {x: left + width / 2, y: plot.bottom - 8,
          class: 'f-quiet h', 'font-size': SIZE, 'text-anchor': 'middle'},
        frame.words.missing));
    }
  }

  /* Where changes of counting lie so near that their words would touch, one stands for
   * all; words that would leave the frame move in. */
  function breaks(svg, plot, frame) {
    const wide = LETTER * frame.words.break.length;
    let free = 0;
    for (const at of frame.breaks) {
      const x = plot.x(at - (frame.step === 12 ? 6 : 0));
      const end = x > (plot.left + plot.right) / 2;
      const from = Math.max(0, Math.min(end ? x - wide : x, plot.width - wide));
      const rule = draw('path', {class: 'l-rule', 'stroke-dasharray': '1.5 3',
        d: 'M' + x + ' ' + (plot.top - 8) + 'V' + plot.bottom});
      rule.append(draw('title', {}, frame.words.break));
      svg.append(rule);
      if (from < free)
        continue;
      svg.append(draw('text', {x: end ? from + wide : from, y: plot.top - 12,
        class: 'f-quiet', 'font-size': SIZE, 'text-anchor': end ? 'end' : 'start'},
      frame.words.break));
      free = from + wide + 8;
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

  /* frame: {title, description, lines: [{name, strands}], from, to, step, breaks, words,
   * number(value), span(from, to)}. */
  cifra.chart = function (frame, width, id) {
    const height = Math.round(Math.min(320, Math.max(220, width * 0.42)));
    const known = frame.lines.flatMap(line => line.strands)
      .flatMap(strand => strand.figures).filter(cifra.isKnown);
    const highest = known.reduce((most, figure) => Math.max(most, figure.value), 0);
    const ticks = cifra.ticks(highest, 4);
    const top = ticks[ticks.length - 1];
    const left = 12 + 7.6 * Math.max(...ticks.map(tick => frame.number(tick).length));
    const longest = Math.max(...frame.lines.map(line => line.name.length));
    const right = width - Math.min(14 + LETTER * longest, Math.max(100, width * 0.24));
    const plot = {ticks, width, left, right, top: TOP, bottom: height - BOTTOM};
    const months = frame.to - frame.step - frame.from || 1;
    const at = value => Math.round(10 * value) / 10;
    plot.x = month => at(left + 4 + (right - left - 8) * (month - frame.from) / months);
    plot.y = value => at(plot.bottom - (plot.bottom - plot.top) * Math.min(value / top, 1));
    const svg = draw('svg', {class: 'chart', viewBox: '0 0 ' + width + ' ' + height,
      width, height, fill: 'none', role: 'img',
      'aria-labelledby': id + '-t ' + id + '-d'});
    svg.append(draw('title', {id: id + '-t'}, frame.title),
      draw('desc', {id: id + '-d'}, frame.description));
    unknown(svg, plot, frame, id + '-h');
    axes(svg, plot, frame);
    breaks(svg, plot, frame);
    frame.lines.forEach((line, i) => line.strands.forEach(strand => {
      svg.append(rangeMarks(plot, strand, i + 1), lineMarks(plot, strand, i + 1));
    }));
    labels(svg, plot, frame);
    return svg;
  };
})(globalThis.cifra = globalThis.cifra || {});
