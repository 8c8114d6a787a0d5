/* The explore page: what is chosen in its form stands in its address, and chart and
 * table follow. Every sentence comes from explore-words.<language>.js, every figure from
 * the file of its place. */
(function (cifra) {
  'use strict';
  if (typeof document === 'undefined' || !document.getElementById('explore'))
    return;

  const root = document.getElementById('explore');
  const finder = document.querySelector('form.find');
  const language = document.documentElement.lang;
  const make = cifra.make;
  const places = new Map();
  let words = {}, site = null, choice = null, known = {};
  let drawn = null;

  cifra.words = given => { site = given; words = given.words; };
  cifra.figures = (folder, data) => places.set(folder, data);

  const say = (key, n, parts) => cifra.say(words, language, key, n, parts);
  const month = at => say('month', undefined,
    {month: site.long[at % 12], year: Math.floor(at / 12)});
  const nameOf = folder => known.place.get(folder).name;
  const fullName = folder => {
    const place = known.place.get(folder);
    return place.beside ? place.name + ', ' + place.beside : place.name;
  };
  const offenceName = code => known.offence.get(code).name;
  /* The ends of an interval have as many decimals as what it is around. */
  const decimals = value => cifra.decimalsOf(value, choice.measure);
  const number = (value, like = value) => new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals(like), maximumFractionDigits: decimals(like)})
    .format(value);

  /* ---- the form ---------------------------------------------------------- */

  function chips(kind, list, name) {
    const items = list.map(id => {
      const button = make('button', {type: 'button'}, '×');
      button.setAttribute('aria-label', say('remove', undefined, {name: name(id)}));
      button.addEventListener('click', () => {
        choose({[kind]: choice[kind].filter(one => one !== id)});
        document.getElementById('add-' + kind).focus();
      });
      const item = make('li', {}, name(id) + ' ');
      item.append(button);
      return item;
    });
    const box = document.getElementById('chosen-' + kind);
    box.replaceChildren(...items);
    box.hidden = items.length === 0;
    document.getElementById('add-' + kind).disabled =
      list.length >= cifra.CHOICES_MAX;
    document.getElementById('full-' + kind).hidden = list.length < cifra.CHOICES_MAX;
  }

  const isOffered = kinds => entry => kinds.includes(entry.kind) && !entry.bare;

  function picker(kind, kinds) {
    const id = 'add-' + kind;
    const field = make('div', {class: 'picker'});
    const input = make('input', {id, type: 'text', autocomplete: 'off',
      spellcheck: 'false', 'aria-describedby': 'full-' + kind});
    const full = make('p', {id: 'full-' + kind, class: 'quiet'}, say('full'));
    const chosen = make('ul', {id: 'chosen-' + kind, class: 'chips'});
    chosen.setAttribute('aria-label', say('chosen_' + kind));
    const box = make('div', {class: 'field'});
    box.append(input);
    field.append(make('label', {for: id}, say('add_' + kind)), chosen, box, full);
    const entries = cifra.allEntries().filter(isOffered(kinds));
    cifra.combobox(input, {
      find: typed => cifra.search(entries.filter(
        entry => !choice[kind].includes(entry.folder)), typed),
      label: cifra.kindOf, say: cifra.findSay, takesFirst: true,
      choose: entry => {
        input.value = '';
        choose({[kind]: [...choice[kind], entry.folder]});
      }
    });
    return field;
  }

  function radios(kind, values) {
    const set = make('fieldset', {});
    set.append(make('legend', {}, say(kind)));
    for (const value of values) {
      const label = make('label', {}), input = make('input',
        {type: 'radio', name: kind, value});
      input.addEventListener('change', () => choose({[kind]: value}));
      label.append(input, ' ', say(kind + '_' + value));
      set.append(label);
    }
    return set;
  }

  function years() {
    const set = make('fieldset', {});
    set.append(make('legend', {}, say('period')));
    for (const end of ['from', 'to']) {
      const label = make('label', {}, say(end) + ' ');
      const select = make('select', {id: 'year-' + end});
      select.addEventListener('change', () => choose({[end]: Number(select.value)}));
      label.append(select);
      set.append(label, ' ');
    }
    return set;
  }

  function buttons() {
    const row = make('p', {class: 'actions'});
    const copy = make('button', {type: 'button', id: 'copy'}, say('copy'));
    const save = make('button', {type: 'button', id: 'save'}, say('save'));
    const address = make('input', {id: 'address', readonly: 'readonly',
      'aria-label': say('address')});
    address.hidden = true;
    copy.addEventListener('click', () => copyAddress(address));
    save.addEventListener('click', saveCsv);
    row.append(copy, save, address);
    return row;
  }

  function build() {
    const form = make('form', {class: 'explore'});
    form.addEventListener('submit', event => event.preventDefault());
    form.append(picker('places', ['country', 'state', 'town']),
      picker('offences', ['offence']), radios('measure', ['count', 'rate']),
      radios('step', ['month', 'year']), years());
    root.replaceChildren(form, make('p', {id: 'told', role: 'status', class: 'quiet'}),
      make('div', {id: 'charts'}), buttons(),
      make('div', {id: 'table', class: 'scroll tall', role: 'region', tabindex: '0',
        'aria-labelledby': 'explore-caption'}),
      make('p', {class: 'legend'}, say('legend')));
    root.hidden = false;
  }

  function fillYears(reach) {
    for (const end of ['from', 'to']) {
      const options = [];
      for (let year = reach[0]; year <= reach[1]; year++)
        options.push(make('option', {value: year}, String(year)));
      const select = document.getElementById('year-' + end);
      select.replaceChildren(...options);
      select.value = String(choice[end]);
    }
  }

  function fillForm() {
    chips('places', choice.places, fullName);
    chips('offences', choice.offences, offenceName);
    for (const kind of ['measure', 'step'])
      root.querySelector('[name=' + kind + '][value=' + choice[kind] + ']').checked = true;
  }

  /* ---- figures ----------------------------------------------------------- */

  /* Each offence with the strands of each place, all years. */
  function gather() {
    return choice.offences.flatMap(offence => choice.places.map(place => {
      const data = places.get(place);
      const strands = cifra.strandsOf(data.series[offence] || {}, site.methodologies)
        .map(choice.step === 'year' ? cifra.byYear : cifra.byMonth)
        .map(strand => choice.measure === 'rate'
          ? cifra.rates(strand, data.first, data.residents) : strand);
      return {offence, offenceName: offenceName(offence), place, name: nameOf(place),
        strands};
    }));
  }

  function clampYears(columns) {
    const reach = cifra.yearsOf(columns.flatMap(column => column.strands));
    if (!reach)
      return null;
    const inside = (year, otherwise) => year === null ? otherwise
      : Math.min(Math.max(year, reach[0]), reach[1]);
    choice.from = inside(choice.from, reach[0]);
    choice.to = Math.max(inside(choice.to, reach[1]), choice.from);
    return reach;
  }

  const unit = () => say('unit_' + choice.measure + '_' + choice.step);
  const step = column => column.strands.length ? column.strands[0].step : 1;
  const span = (from, to) => say('span', undefined,
    choice.step === 'year' ? {from: Math.floor(from / 12), to: Math.floor(to / 12)}
      : {from: month(from), to: month(to)});

  function describe(columns) {
    return columns.map(column => {
      const all = column.strands.flatMap(strand => strand.figures).filter(cifra.isKnown);
      if (!all.length)
        return say('describe_none', undefined, {name: column.name});
      const values = all.map(figure => figure.value);
      return say('describe', undefined, {name: column.name,
        low: number(Math.min(...values)), high: number(Math.max(...values)),
        last: number(values[values.length - 1])});
    }).join(' ');
  }

  function frameOf(columns) {
    const yearly = choice.step === 'year' || columns.some(column => step(column) === 12);
    const ends = columns.flatMap(column => column.strands)
      .flatMap(strand => strand.figures).filter(cifra.isKnown).map(figure => figure.at);
    const stepped = yearly ? 12 : 1;
    const from = ends.length ? Math.min(...ends) : 12 * choice.from;
    const to = (ends.length ? Math.max(...ends) : 12 * choice.to + 11) + stepped;
    return {
      title: columns[0].offenceName, description: describe(columns), lines: columns,
      from, to, step: stepped, words,
      systems: cifra.systemsIn(columns, site.methodologies, from),
      number: value => new Intl.NumberFormat(language).format(value), span
    };
  }

  /* ---- what is shown ----------------------------------------------------- */

  function figureOf(columns, id) {
    const box = make('figure', {class: 'chart'}), caption = make('figcaption', {});
    const frame = frameOf(columns);
    caption.append(make('h2', {}, frame.title),
      make('p', {class: 'sub'}, unit() + ', ' + span(frame.from, frame.to - frame.step)));
    box.append(caption);
    const without = columns.filter(column => !column.strands.some(
      strand => strand.figures.some(cifra.isKnown)));
    if (without.length === columns.length) {
      box.append(make('p', {class: 'empty'}, say('empty')));
      return box;
    }
    box.append(cifra.chart(frame, Math.min(960, Math.max(280, root.clientWidth)), id));
    for (const column of without)
      box.append(make('p', {class: 'sub'}, say('describe_none', undefined,
        {name: fullName(column.place)})));
    return box;
  }

  function show() {
    const told = document.getElementById('told');
    const enough = choice.places.length > 0 && choice.offences.length > 0;
    const all = enough ? gather() : [];
    const reach = enough && clampYears(all);
    const columns = !reach ? [] : all.map(column => Object.assign({}, column, {
      strands: column.strands.map(
        strand => cifra.between(strand, choice.from, choice.to))}));
    drawn = columns;
    for (const id of ['copy', 'save', 'table'])
      document.getElementById(id).hidden = columns.length === 0;
    told.textContent = !enough ? say('choose') : !reach ? say('empty')
      : say('told', columns.length, {unit: unit()});
    document.getElementById('charts').replaceChildren(...!reach ? []
      : choice.offences.map((offence, i) => figureOf(
        columns.filter(column => column.offence === offence), 'chart-' + i)));
    document.getElementById('table').replaceChildren(...!reach ? [] : [tableOf(columns)]);
    if (reach)
      fillYears(reach);
  }

  function tableOf(columns) {
    return cifra.table(columns, {words, number, step: choice.step === 'year' ? 12 : 1,
      months: n => say('months', n),
      caption: unit() + ', ' + choice.from + '–' + choice.to,
      period: at => choice.step === 'year' ? String(at / 12) : month(at)});
  }

  function saveCsv() {
    const text = cifra.csv(drawn, {measure: choice.measure === 'rate' ? 'rate'
      : 'investigations', unit: unit()});
    const link = make('a', {download: 'cifra.csv',
      href: URL.createObjectURL(new Blob([text], {type: 'text/csv'}))});
    link.click();
    URL.revokeObjectURL(link.href);
    document.getElementById('told').textContent = say('saved');
  }

  /* Where a page may not write to the clipboard, the address is shown to be copied. */
  function copyAddress(field) {
    const told = document.getElementById('told');
    const byHand = () => {
      field.hidden = false;
      field.value = location.href;
      field.focus();
      field.select();
      told.textContent = say('copy_by_hand');
    };
    if (!navigator.clipboard)
      byHand();
    else
      navigator.clipboard.writeText(location.href)
        .then(() => { told.textContent = say('copied'); }, byHand);
  }

  /* ---- choosing ---------------------------------------------------------- */

  function loadAndShow() {
    const wanted = choice;
    fillForm();
    return Promise.all(wanted.places.map(
      folder => cifra.load(root.dataset.figures + folder + '.js')))
      .then(() => { if (wanted === choice) show(); })
      .catch(() => { document.getElementById('told').textContent = say('failed'); });
  }

  function choose(change) {
    choice = Object.assign({}, choice, change);
    if (choice.from !== null && choice.to !== null && choice.from > choice.to)
      choice[change.from ? 'to' : 'from'] = choice[change.from ? 'from' : 'to'];
    history.replaceState(null, '', cifra.addressOf(choice));
    loadAndShow();
  }

  function readAddress() {
    choice = cifra.choiceOf(decodeURIComponent(location.hash),
      folder => known.place.has(folder), code => known.offence.has(code), root.dataset);
    return loadAndShow();
  }

  function start() {
    const entries = cifra.allEntries();
    const of = kinds => new Map(entries.filter(isOffered(kinds))
      .map(entry => [entry.folder, entry]));
    known = {place: of(['country', 'state', 'town']), offence: of(['offence'])};
    build();
    addEventListener('hashchange', readAddress);
    let width = root.clientWidth;
    addEventListener('resize', () => {
      if (drawn && root.clientWidth !== width)
        show();
      width = root.clientWidth;
    });
    readAddress();
  }

  Promise.all([cifra.load(finder.dataset.index), cifra.load(root.dataset.words)])
    .then(start)
    .catch(() => { root.hidden = false; root.textContent = root.dataset.failed; });
})(globalThis.cifra = globalThis.cifra || {});
