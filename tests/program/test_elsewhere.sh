#!/usr/bin/env bash
# Another country, with lists, descriptors and crosswalks of its own: a site without
# themes or bridge, and with maps once there are residents and borders, in which nothing
# is said that is true of Mexico alone.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

mkdir -p own share/transform/lists/outlines
cp -r "$top/site" "$top/ingest" share/
rm -r share/ingest/sources/*.json share/ingest/bundled
lists=share/transform/lists
for list in breaks bridge_rnid_2026 themes theme_offences regions beside_mexico \
    renamed_offences iccs; do
    head -n 1 "$top/transform/lists/$list.csv" >"$lists/$list.csv"
done
names=name_es,name_en
cat >$lists/places.csv <<END
code,parent,kind,slug,iso,$names,in_es,in_en,of_es,of_en
qq,,country,qq,,Quimera,Chimera,,,,
qq-1,qq,state,norte,,Norte,North,,,,
qq-2,qq,state,sur,,Sur,South,,,,
END
cat >$lists/offences.csv <<END
code,parent,level,residual,$names,phrase_es,phrase_en,about_es,about_en,iccs,iccs_confidence
todo,,root,0,Delitos,Crimes,delitos,crimes,,,,
robo,todo,type,0,Robo,Theft,robo,theft,,,,
END
cat >$lists/measures.csv <<END
code,parent,$names,unit_es,unit_en,unit_one_es,unit_one_en
investigations,,Delitos registrados,Recorded crimes,delitos,crimes,delito,crime
victims,,Víctimas,Victims,víctimas,victims,víctima,victim
population,,Población,Population,personas,people,persona,person
END
cat >$lists/methodologies.csv <<END
code,first,$names,label_es,label_en,about_es,about_en,reference
police,2020-01,Registro policial,Police record,policía,police,De la policía.,By the police.,https://example.org
END
printf 'methodology,unit_es,unit_en\npolice,delitos registrados,recorded crimes\n' \
    >$lists/units.csv
printf 'crime,code\nTHEFT,robo\n' >own/crimes.csv
cat >own/police.json <<'END'
{"name": {"es": "Delitos de Quimera", "en": "Crimes of Chimera"},
 "note": {"es": "Un renglón por mes.", "en": "A row for each month."},
 "publisher": {"name": "Police of Chimera", "url": "https://example.org",
               "landing": "https://example.org/data"},
 "licence": {"name": "CC0", "url": "https://example.org/terms"},
 "release": {"cadence": "R/P1M"},
 "file": {"format": "csv"},
 "rows": {"place": {"column": "area", "prefix": "qq-"},
          "offence": {"column": "crime", "crosswalk": "crimes.csv"},
          "measure": {"constant": "investigations"},
          "period": {"shape": "columns", "year": "year", "month": "month"},
          "value": "count"},
 "meaning": {"subject": "crime", "methodology": "police", "level": "state",
             "complete": true, "unique": true, "grid": true}}
END
printf '{"languages": ["es", "en"], "descriptors": "own"}\n' >cifra.json
{
    echo year,month,area,crime,count
    for month in {1..12}; do
        printf '2024,%s,1,THEFT,%s\n2024,%s,2,THEFT,%s\n' \
            "$month" $((month + 20)) "$month" $((month + 30))
    done
} >crimes.csv

code 0 --share share import crimes.csv --source police --date 2025-01-20
code 0 --share share build
for page in index.html qq/index.html qq/norte/index.html methods/index.html; do
    [ -s "public/en/$page" ] || wrong "there is no page $page"
done
# Nothing of Mexico on any page; `investigations` is the code of a measure.
of_mexico='m[eé]xic|fiscal|prosecut|INEGI|CONAPO|SESNSP|RNID|feminicid|femicid'
of_mexico="$of_mexico|guanajuato|carpetas|investigaci[oó]n|investigation"
find public/es/ public/en/ \( -name '*.html' -o -name '*.svg' -o -name '*.atom' \) |
    while read -r page; do
        sed -E "s/<code>investigations<.code>//g" "$page" | grep -iE "$of_mexico" |
            sed "s|^|$page: |"
    done >said
[ -s said ] && wrong "pages speak of Mexico: $(cut -c1-300 said | head -n 5)"
grep -qF '"measure_count":"Cases"' public/explore-words.en.js ||
    wrong "the explorer does not speak of cases"
grep -qF 'In 2024, 756 cases of theft were counted in Chimera (recorded crimes): 2.1 a day.' \
    public/en/index.html || wrong "the first sentence does not tell the sum"
grep -q 'href="qq/norte/index.html"' public/es/index.html || wrong "no way to the states"
[ -e public/es/mapa.svg ] && wrong "a map of nothing"
grep -q 'id="by-theme"' public/en/index.html && wrong "a heading of no themes"

# A way of counting without a unit of its own counts what the list of measures says.
head -n 1 "$top/transform/lists/units.csv" >$lists/units.csv
code 0 --share share build
grep -qF 'In 2024, 756 cases of theft were counted in Chimera: 2.1 a day.' \
    public/en/index.html || wrong "the first sentence does not do without a unit"
grep -qF 'Recorded crimes' public/en/qq/norte/index.html ||
    wrong "a place's page does not say what is counted"

# Residents, and borders: south of the equator, on both sides of 180 degrees. The map is
# upright, and as wide as it is on the ground.
echo 'population,,type,0,Población,Population,población,population,,,,' \
    >>$lists/offences.csv
cat >own/people.json <<'END'
{"name": {"es": "Población de Quimera", "en": "Population of Chimera"},
 "note": {"es": "Un renglón por año.", "en": "A row for each year."},
 "publisher": {"name": "Census of Chimera", "url": "https://example.org",
               "landing": "https://example.org/people"},
 "licence": {"name": "CC0", "url": "https://example.org/terms"},
 "release": {"cadence": "R/P1Y"},
 "file": {"format": "csv"},
 "rows": {"place": {"column": "area", "prefix": "qq-"},
          "offence": {"constant": "population"}, "measure": {"constant": "population"},
          "period": {"shape": "columns", "year": "year"}, "value": "people"},
 "meaning": {"subject": "population", "level": "state",
             "complete": true, "unique": true, "grid": true}}
END
printf 'year,area,people\n2024,1,400000\n2024,2,300000\n' >people.csv
outlines=$lists/outlines/qq_states.topo.json.gz
gzip >$outlines <<'END'
{"type": "Topology", "objects": {"states": {"type": "GeometryCollection",
 "geometries": [{"type": "Polygon", "properties": {"id": "1"}, "arcs": [[0, 1]]},
                {"type": "Polygon", "properties": {"id": "2"}, "arcs": [[2, -1]]}]}},
 "arcs": [[[-178, -40], [177, -40]],
          [[177, -40], [177, -35], [-178, -35], [-178, -40]],
          [[-178, -40], [-178, -45], [177, -45], [177, -40]]]}
END
code 0 --share share build
[ -e public/es/mapa.svg ] && wrong "a map of rates without residents"
code 0 --share share import people.csv --source people --date 2025-01-20
code 0 --share share build
python3 - public/en/mapa.svg <<'END' >said || wrong "the map: $(cat said)"
import re, sys
svg = open(sys.argv[1]).read()
assert "Census of Chimera" in svg, "residents without a source"
paths = [re.search(r"<title>%s: [^<]*</title><path[^>]* d=.([^\"]*)" % name, svg)[1]
         for name in ("North", "South")]
border, up = [re.match(r"M505.7 352.1h-(201.\d)l-7.\d-(26\d.\d)h216", paths[0])[i]
              for i in (1, 2)]
assert re.match(r"M505.7 352.1l-7.\d 26\d.\d", paths[1]), paths
assert abs(float(up) / float(border) - 555.0 / 427.0) < 0.02, paths
END
exit 0
