// Usage: node duckdb.mjs municipal|incidents FILE...
// One line: seconds of the query, peak of memory in KiB, rows read.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire(process.cwd() + '/');
const { DuckDBInstance } = await import(
    pathToFileURL(require.resolve('@duckdb/node-api')).href);

const months = ['Enero', 'Febrero', 'Marzo', 'Abril', 'Mayo', 'Junio', 'Julio', 'Agosto',
                'Septiembre', 'Octubre', 'Noviembre', 'Diciembre'];
const [kind, ...files] = process.argv.slice(2);
const list = files.map((file) => `'${file}'`).join(', ');
const queries = {
    municipal: `create table cube as
        select "Cve. Municipio", "Subtipo de delito", #1,
               ${months.map((month) => `sum("${month}") as "${month}"`).join(', ')},
               count(*) as read
        from read_csv([${list}], header = true, encoding = 'latin-1') group by all`
        .replace('#1', '"Año"'),
    incidents: `create table cube as
        select left("LSOA name", length("LSOA name") - 5) as place, "Crime type",
               "Last outcome category", "Month", count(*) as read
        from read_csv([${list}], header = true) group by all`,
};
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const start = process.hrtime.bigint();
await connection.run(queries[kind]);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const rows = await connection.runAndReadAll('select sum(read)::varchar from cube');
console.log(seconds.toFixed(4), process.resourceUsage().maxRSS, rows.getRows()[0][0]);
