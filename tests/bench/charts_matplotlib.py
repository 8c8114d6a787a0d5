"""Usage: charts_matplotlib.py SERIES-FOLDER COUNT OUT

Draws each series as cifra's PNG does: the line of months, horizontal rules, ticks by
year, title, subtitle, source; 1200 by 886 pixels. Prints the seconds that took by the clock
and of the processor, without the time matplotlib needs to start. Its quickest way: one figure, whose line, limits and
words are set anew.
"""

import sys
import time

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

folder, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
figure, axes = pyplot.subplots(figsize=(6, 4.43), dpi=200)
(line,) = axes.plot([], [], linewidth=2.5, color="#a3283a")
for side in ("top", "left", "right"):
    axes.spines[side].set_visible(False)
axes.grid(axis="y")
axes.tick_params(axis="y", length=0)
axes.set_xticks(range(2015, 2026))
axes.set_xlim(2015, 2026)
axes.set_title("Cases recorded by month\nInvestigations opened, by month", loc="left")
figure.text(0.02, 0.02, "Source: made up for this measurement")

start, start_busy = time.perf_counter(), time.process_time()
for i in range(count):
    months, values = [], []
    with open(f"{folder}/{i:05d}.txt", encoding="ascii") as file:
        for row in file:
            month, value = row.split()
            months.append(int(month[:4]) + (int(month[5:]) - 0.5) / 12)
            values.append(float(value))
    line.set_data(months, values)
    axes.set_ylim(0, max(values) * 1.05)
    figure.savefig(f"{out}/{i:05d}.png")
print(f"{time.perf_counter() - start:.4f} {time.process_time() - start_busy:.4f}")
