/* Figures that know what they are, as site/explore_data.h packs them: months into years,
 * counts into rates. A figure is {at, value, status}: at counts months from year 0;
 * status is one of
 *   '' reported   p provisional   m at least so many   n not reported   w withheld
 *   - no row
 * and value is null where there is none. Nothing is ever taken for zero that is not. */
(function (cifra) {
  'use strict';

  const PER = 100000;

  cifra.isKnown = figure => figure.value !== null;

  /* Days from a fixed day to the first of a month; no time zone enters. */
  function days(at) {
    return Date.UTC(Math.floor(at / 12), at % 12, 1) / 86400000;
  }
  cifra.daysIn = (at, months) => days(at + months) - days(at);

  /* "2015-03" or "2015" as months from year 0. */
  cifra.monthOf = text => 12 * Number(text.slice(0, 4)) +
    (text.length > 4 ? Number(text.slice(5, 7)) - 1 : 0);

  /* The figures of one packed series. */
  cifra.unpack = function (first, packed) {
    const step = first.length > 4 ? 1 : 12, figures = [];
    let at = cifra.monthOf(first);
    for (const token of packed === '' ? [] : packed.split(',')) {
      const [, number, status, times] = /^(-?\d+)?([pmnw-]?)(?:\*(\d+))?$/.exec(token);
      for (let i = 0; i < Number(times || 1); i++, at += step)
        figures.push({at, status, value: number === undefined ? null : Number(number)});
    }
    return {step, figures};
  };

  /* The series of one offence in one place, oldest way of counting first; where two
   * overlap, the older one ends where the newer one begins. They are never joined. */
  cifra.strandsOf = function (series, methodologies) {
    const strands = methodologies.filter(([code]) => series[code]).map(([code, label]) => {
      const [first, packed, scatter] = series[code];
      return Object.assign({code, label, scatter}, cifra.unpack(first, packed));
    }).filter(strand => strand.figures.length > 0);
    strands.forEach((strand, i) => {
      if (i + 1 < strands.length)
        strand.figures = strand.figures.filter(
          figure => figure.at < strands[i + 1].figures[0].at);
    });
    return strands.filter(strand => strand.figures.length > 0);
  };

  function yearOf(year, months) {
    const known = months.filter(cifra.isKnown);
    const whole = months.length === 12 && known.length === 12;
    const partial = months.some(month => month.status === 'm');
    const withheld = months.some(month => month.status === 'w');
    const none = withheld ? 'w' : 'n'; /* as figure_sum() has it */
    const status = known.length === 0 ? none : partial ? 'm' :
      known.some(month => month.status === 'p') ? 'p' : '';
    return {
      at: 12 * year, months: known.length, whole, status,
      value: known.length ? known.reduce((sum, month) => sum + month.value, 0) : null,
      days: known.reduce((sum, month) => sum + cifra.daysIn(month.at, 1), 0)
    };
  }

  /* A strand's calendar years: each the sum of its known months, with how many those
   * are and how many days they have. */
  cifra.byYear = function (strand) {
    if (strand.step === 12)
      return Object.assign({}, strand, {figures: strand.figures.map(figure =>
        Object.assign({months: 12, whole: true, days: cifra.daysIn(figure.at, 12)},
          figure))});
    const years = new Map();
    for (const figure of strand.figures) {
      const year = Math.floor(figure.at / 12);
      years.set(year, [...years.get(year) || [], figure]);
    }
    return Object.assign({}, strand, {step: 12,
      figures: [...years].map(([year, months]) => yearOf(year, months))});
  };

  /* Of monthly figures, each with its days. */
  cifra.byMonth = strand => Object.assign({}, strand, {figures: strand.figures.map(
    figure => Object.assign({months: strand.step, whole: true,
      days: cifra.daysIn(figure.at, strand.step)}, figure))});

  /* The same figures for every 100,000 residents and year, with the 95% interval. Not
   * known where the residents are not, or where a sum lacks a part whose residents
   * cannot be taken out. */
  cifra.rates = function (strand, first, residents) {
    const figures = strand.figures.map(figure => {
      const year = Math.floor(figure.at / 12);
      const people = residents[year - first];
      if (!cifra.isKnown(figure) || figure.status === 'm' || !people)
        return Object.assign({}, figure, {value: null,
          status: cifra.isKnown(figure) ? 'n' : figure.status});
      const personYears = people * figure.days / cifra.daysIn(12 * year, 12);
      const around = cifra.countInterval(figure.value, strand.scatter / figure.months);
      const rate = count => count * PER / personYears;
      return Object.assign({}, figure, {value: rate(figure.value),
        low: rate(around.low), high: rate(around.high),
        tooSmall: figure.value < 10 || around.high - around.low > figure.value});
    });
    return Object.assign({}, strand, {figures});
  };
})(globalThis.cifra = globalThis.cifra || {});
