/* Explore: figures unpacked, summed, turned into rates; what is not known stays so. */
'use strict';
const test = require('node:test');
const assert = require('node:assert');
for (const part of ['fold', 'figures', 'interval', 'explore_chart', 'explore_table',
  'explore_choice'])
  require('../../site/assets/' + part + '.js');
const {cifra} = globalThis;

const near = (found, wanted) => assert.ok(
  Math.abs(found - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)),
  found + ', wanted ' + wanted);
const strand = (first, packed, scatter = 0) => Object.assign(
  {code: 'a', label: 'A', scatter}, cifra.unpack(first, packed));

test('a packed series has every status, and never a zero that is none', () => {
  const {step, figures} = cifra.unpack('2015-11', '3,0*2,4p,n,w,-*2,7m');
  assert.equal(step, 1);
  assert.deepEqual(figures.map(one => one.value), [3, 0, 0, 4, null, null, null, null, 7]);
  assert.deepEqual(figures.map(one => one.status), ['', '', '', 'p', 'n', 'w', '-', '-', 'm']);
  assert.deepEqual(figures.map(one => cifra.iso(one.at, 1)).slice(0, 3),
    ['2015-11', '2015-12', '2016-01']);
  assert.equal(cifra.unpack('2015', '3,4').figures[1].at, 12 * 2016);
  assert.deepEqual(cifra.unpack('2015-01', '').figures, []);
});

test('where two ways of counting overlap, the older one ends; none is joined', () => {
  const methods = [['old', 'Old', '1997-01'], ['new', 'New', '2015-01']];
  const strands = cifra.strandsOf(
    {new: ['2015-03', '9,9', 0], old: ['2015-01', '1,2,3,4', 0]}, methods);
  assert.deepEqual(strands.map(one => [one.code, one.figures.map(f => f.value)]),
    [['old', [1, 2]], ['new', [9, 9]]]);
});

test('a year is the sum of its known months, and says what it lacks', () => {
  const [whole, short, none] = cifra.byYear(strand('2023-01', '1*12,2*3,n,2*8,n*12')).figures;
  assert.deepEqual([whole.value, whole.status, whole.whole, whole.days], [12, '', true, 365]);
  assert.deepEqual([short.value, short.whole, short.months], [22, false, 11]);
  assert.equal(short.days, 366 - 30);
  assert.deepEqual([none.value, none.status], [null, 'n']);
  assert.equal(cifra.byYear(strand('2023-01', '1*11,2p')).figures[0].status, 'p');
  assert.equal(cifra.byYear(strand('2023-01', '1*11,2m')).figures[0].status, 'm');
  assert.equal(cifra.byYear(strand('2023-01', 'w*12')).figures[0].status, 'w');
  for (const none of ['w*11,n', 'n*11,w', 'w,-*11'])
    assert.equal(cifra.byYear(strand('2023-01', none)).figures[0].status, 'w', none);
});

/* 120 cases in a leap year among 1,000,000: 12 for every 100,000. */
test('a rate is for every 100,000 and year, by the days that are known', () => {
  const whole = cifra.rates(cifra.byYear(strand('2024-01', '10*12')), 2024, [1e6]);
  near(whole.figures[0].value, 12);
  const half = cifra.rates(cifra.byYear(strand('2024-01', '10*6')), 2024, [1e6]);
  near(half.figures[0].value, 60 / 1e6 * 1e5 * 366 / 182);
  const month = cifra.rates(cifra.byMonth(strand('2024-02', '10')), 2024, [1e6]);
  near(month.figures[0].value, 366 / 29);
});

test('a rate has the decimals that pages give it', () => {
  assert.deepEqual([0, 0.04, 0.99, 1, 40.2].map(rate => cifra.decimalsOf(rate, 'rate')),
    [1, 2, 2, 1, 1]);
  assert.equal(cifra.decimalsOf(0.5, 'count'), 0);
});

test('no rate without residents, nor of a sum that lacks a part', () => {
  for (const [packed, residents] of [['10*12', [null]], ['10*12', []], ['10*11,1m', [1e6]]]) {
    const [figure] = cifra.rates(cifra.byYear(strand('2024-01', packed)), 2024, residents).figures;
    assert.equal(figure.value, null);
    assert.equal(figure.status, 'n');
  }
});

/* R 4.2: uniroot() over ppois() and pnbinom(size = 1 / scatter, mu = x). */
test('intervals are those of the pages', () => {
  for (const [count, scatter, low, high] of [
    [5, 0, 1.623486390, 11.66833208], [0, 0, 0, 3.688879454],
    [100, 0.01, 75.73176978, 133.285975], [0, 0.3, 0, 6.747507151],
    [2581, 0.002, 2348.877666, 2846.079466]]) {
    const around = cifra.countInterval(count, scatter);
    near(around.low, low);
    near(around.high, high);
  }
});

test('ticks are round, from zero to at least the highest', () => {
  assert.deepEqual(cifra.ticks(9.4, 4), [0, 5, 10]);
  assert.deepEqual(cifra.ticks(2500, 4), [0, 1000, 2000, 3000]);
  assert.deepEqual(cifra.ticks(0, 4).slice(0, 1), [0]);
  assert.ok(cifra.ticks(0, 4).length >= 2);
});

test('a line breaks where nothing is known, and spans say where nobody knows', () => {
  const one = strand('2024-01', '1,2,n,4');
  assert.deepEqual(cifra.stretches(one).map(part => part.length), [2, 1]);
  const start = 12 * 2024;
  assert.deepEqual(cifra.unknownSpans([{strands: [one]}], start, start + 5, 1),
    [[start + 2, start + 3, 'missing'], [start + 4, start + 5, 'not_held']]);
  const rowless = strand('2024-01', '1,-,w,4');
  assert.deepEqual(cifra.unknownSpans([{strands: [rowless]}], start, start + 4, 1),
    [[start + 1, start + 2, 'not_held'], [start + 2, start + 3, 'withheld']]);
  const both = strand('2024-01', 'n,w'), other = strand('2024-01', 'w*2');
  assert.deepEqual(cifra.unknownSpans([{strands: [both]}, {strands: [other]}], start, start + 2, 1),
    [[start, start + 1, 'missing'], [start + 1, start + 2, 'withheld']]);
});

test('each way of counting has its name where it begins, and its colour', () => {
  const methods = [['old', 'Old', '1997-01'], ['new', 'New', '2015-01'],
    ['other', 'Other', '2015-01'], ['empty', 'Empty', '2020-01']];
  const of = (code, first, packed) => Object.assign(strand(first, packed), {code});
  const one = {strands: [of('old', '2014-11', '1,2'), of('new', '2015-01', '3'),
    of('empty', '2020-01', 'n')]};
  const two = {strands: [of('other', '2015-01', '4')]};
  const from = 12 * 2014 + 10;
  assert.deepEqual(cifra.systemsIn([one], methods, from),
    [{at: from, name: 'Old'}, {at: 12 * 2015, name: 'New'}]);
  assert.deepEqual(cifra.systemsIn([one, two], methods, from).map(system => system.name),
    ['Old', 'New, Other']);
  assert.deepEqual([...cifra.rolesOf([one], one).values()], [2, 1]);
  assert.deepEqual([...cifra.rolesOf([one, two], one).values()], [1, 1]);
  assert.deepEqual([...cifra.rolesOf([one, two], two).values()], [2]);
});

test('names that would touch stand in rows above each other', () => {
  const rows = cifra.stack([{from: 0, to: 80}, {from: 60, to: 120}, {from: 130, to: 190},
    {from: 150, to: 180}]);
  assert.deepEqual(rows.map(one => one.row), [0, 1, 1, 2]);
});

test('a frame reaches to the end of its intervals, unless they are out of all measure', () => {
  const of = (step, ...figures) => [{strands: [{step, figures}]}];
  const figure = {at: 0, value: 10, high: 12, status: ''};
  assert.equal(cifra.highestOf(of(12, figure)), 12);
  assert.equal(cifra.highestOf(of(1, figure)), 10);
  assert.equal(cifra.highestOf(of(12, figure, Object.assign({}, figure, {high: 40}))), 12);
  assert.equal(cifra.highestOf(of(12, {at: 0, value: 10, status: ''})), 10);
  assert.equal(cifra.highestOf(of(12, {at: 0, value: null, status: 'n'})), 0);
});

test('labels never overlap', () => {
  const labels = cifra.spread([{y: 50, height: 16}, {y: 52, height: 32}, {y: 95, height: 16}], 100)
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++)
    assert.ok(labels[i].y >= labels[i - 1].y + labels[i - 1].height);
  assert.ok(labels[2].y + labels[2].height <= 100);
});

test('an address is read as it was written; what is not known is left out', () => {
  const places = ['mx', 'mx/a', 'mx/b', 'mx/c', 'mx/d'];
  const read = hash => cifra.choiceOf(hash, id => places.includes(id), id => id === 'robo',
    {place: 'mx', offence: 'robo'});
  const choice = {places: ['mx/a', 'mx/b'], offences: ['robo'], measure: 'rate',
    step: 'year', from: 2018, to: 2024};
  assert.deepEqual(read(cifra.addressOf(choice)), choice);
  assert.deepEqual(read('').places, ['mx']);
  assert.deepEqual(read('#p=mx/a,nowhere,mx/a&o=x').places, ['mx/a']);
  assert.deepEqual(read('#p=mx/a,nowhere&o=x').offences, []);
  assert.equal(read('#p=mx,mx/a,mx/b,mx/c,mx/d').places.length, 4);
  assert.equal(read('#f=20x&m=<script>').from, null);
});

test('rows are the periods that somebody knows of, newest first', () => {
  const rows = cifra.rowsOf([{strands: [strand('2024-01', '1,-,3')]},
    {strands: [strand('2024-02', '-,n')]}]);
  assert.deepEqual(rows.map(row => cifra.iso(row.at, 1)), ['2024-03', '2024-01']);
  assert.deepEqual(rows[0].cells.map(cell => cell.status), ['', 'n']);
  assert.equal(rows[1].cells[1], undefined);
});

test('CSV quotes, and leaves empty what is not known', () => {
  const text = cifra.csv([{offence: 'robo', offenceName: 'Robo, "total"', place: 'mx',
    name: 'México', strands: [cifra.byMonth(strand('2024-01', '0,n,-'))]}],
  {measure: 'investigations', unit: 'u'});
  assert.deepEqual(text.split('\r\n').slice(1), [
    'mx,México,robo,"Robo, ""total""",investigations,a,2024-01,0,,,1,reported,u',
    'mx,México,robo,"Robo, ""total""",investigations,a,2024-02,,,,1,not_reported,u', '']);
});
