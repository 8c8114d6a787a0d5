# Usage: gnuplot -e "kind='svg'; folder='…'; count=2000; out='…'" charts.gp
# Draws each series as cifra does: the line of months, horizontal rules, ticks by year,
# the newest value beside its end; in PNGs title, subtitle and source, too. SVG goes
# into one file, which is gnuplot's quickest way; PNGs are files of their own.
svg = kind eq 'svg'
if (svg) { set terminal svg size 720,299 font 'Liberation Sans,13' }
if (svg) { set output out }
if (!svg) { set terminal pngcairo size 1200,886 font 'Liberation Sans,12' fontscale 1.7 linewidth 2 }
set xdata time
set timefmt '%Y-%m'
set format x '%Y'
set xtics 31557600 nomirror
set ytics nomirror scale 0
set grid y
set border 1
set yrange [0:*]
unset key
if (!svg) { set title "Cases recorded by month\nInvestigations opened, by month" }
if (!svg) { set label 1 'Source: made up for this measurement' at screen 0.02,0.02 }
do for [i = 0:count - 1] {
    file = sprintf('%s/%05d.txt', folder, i)
    if (!svg) { set output sprintf('%s/%05d.png', out, i) }
    plot file using 1:2 with lines linewidth 2.5 linecolor '#a3283a'
}
