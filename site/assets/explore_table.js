/* The same figures as a table, and as CSV. */
(function (cifra) {
  'use strict';

  const WORDS = {'': 'reported', p: 'provisional', m: 'partial', n: 'not_reported',
    w: 'suppressed', '-': 'absent'};

  /* All periods that any column knows something of, newest first, each with one cell a
   * column: the figure, or undefined where the column has no row. */
  cifra.rowsOf = function (columns) {
    const periods = new Set();
    const cells = columns.map(column => {
      const byPeriod = new Map();
      for (const strand of column.strands)
        for (const figure of strand.figures)
          byPeriod.set(figure.at, Object.assign({code: strand.code}, figure));
      byPeriod.forEach((figure, at) => figure.status !== '-' && periods.add(at));
      return byPeriod;
    });
    return [...periods].sort((a, b) => b - a)
      .map(at => ({at, cells: cells.map(byPeriod => byPeriod.get(at))}));
  };

  function cell(figure, frame) {
    const {words, number} = frame;
    const box = cifra.make('td', {});
    if (!figure || !cifra.isKnown(figure)) {
      box.className = 'u';
      box.textContent = !figure || figure.status === '-' ? '–'
        : figure.status === 'w' ? words.withheld : words.missing;
      return box;
    }
    const said = number(figure.value);
    box.append(figure.status === 'm' ? words.at_least.replace('{number}', said) : said);
    if (!figure.whole)
      box.append(cifra.make('abbr', {title: frame.months(figure.months)}, '*'));
    if (figure.status === 'p')
      box.append(cifra.make('abbr', {title: words.provisional}, words.provisional_mark));
    if (figure.high !== undefined && frame.step === 12)
      box.append(cifra.make('small', {}, number(figure.low, figure.value) + '–' +
        (isFinite(figure.high) ? number(figure.high, figure.value) : '∞') +
        (figure.tooSmall ? ' †' : '')));
    return box;
  }

  /* columns: [{offence, place, strands}], those of one offence together. */
  cifra.table = function (columns, frame) {
    const table = cifra.make('table', {});
    const head = cifra.make('thead', {}), groups = cifra.make('tr', {});
    const names = cifra.make('tr', {}), body = cifra.make('tbody', {});
    table.append(cifra.make('caption', {id: 'explore-caption'}, frame.caption));
    groups.append(cifra.make('th', {scope: 'col', rowspan: 2}, frame.words.period));
    columns.forEach((column, i) => {
      if (i === 0 || columns[i - 1].offence !== column.offence)
        groups.append(cifra.make('th', {scope: 'colgroup', class: 'span',
          colspan: columns.filter(one => one.offence === column.offence).length},
        column.offenceName));
      names.append(cifra.make('th', {scope: 'col', class: 'n'}, column.name));
    });
    head.append(groups, names);
    for (const row of cifra.rowsOf(columns)) {
      const line = cifra.make('tr', {});
      line.append(cifra.make('th', {scope: 'row'}, frame.period(row.at)),
        ...row.cells.map(figure => cell(figure, frame)));
      body.append(line);
    }
    table.append(head, body);
    return table;
  };

  const quoted = text => /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  const plain = value => value === undefined || value === null || !isFinite(value)
    ? '' : String(Math.round(value * 1e6) / 1e6);

  /* One figure a row, RFC 4180; a figure that is not known has an empty value. */
  cifra.csv = function (columns, frame) {
    const lines = [['place_path', 'place', 'offence_code', 'offence', 'measure',
      'methodology', 'period', 'value', 'low', 'high', 'months', 'status', 'unit']];
    for (const column of columns)
      for (const strand of column.strands)
        for (const figure of strand.figures)
          if (figure.status !== '-')
            lines.push([column.place, column.name, column.offence, column.offenceName,
              frame.measure, strand.code, cifra.iso(figure.at, strand.step),
              plain(figure.value), plain(figure.low), plain(figure.high),
              String(figure.months), WORDS[figure.status], frame.unit]);
    return lines.map(line => line.map(quoted).join(',') + '\r\n').join('');
  };

  /* "2015-03", "2015" */
  cifra.iso = (at, step) => String(Math.floor(at / 12)).padStart(4, '0') +
    (step === 12 ? '' : '-' + String(at % 12 + 1).padStart(2, '0'));
})(globalThis.cifra = globalThis.cifra || {});
