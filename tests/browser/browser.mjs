// What the checks share: the packages, the browser, a server, the list of faults.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { extname, join, normalize } from 'node:path';

// The packages lie in a build folder, never beside the sources.
const require = createRequire(join(process.env.CIFRA_NODE_MODULES, 'here.js'));
export const source = (name) => readFileSync(require.resolve(name), 'utf8');

export const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launch() {
    const { chromium } = require('playwright-core');
    return chromium.launch({ executablePath: process.env.CIFRA_CHROMIUM, args: FLAGS });
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.png': 'image/png',
    '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json',
    '.csv': 'text/csv; charset=utf-8', '.pdf': 'application/pdf' };

// What stands at an address below root: a file, or a folder's index.html.
function find(root, path) {
    const file = normalize(join(root, path));
    if (!file.startsWith(normalize(root)) || !existsSync(file)) return null;
    return statSync(file).isDirectory() ? find(root, join(path, 'index.html')) : file;
}

// Serve a folder below /a/prefix/; what is not there is answered by 404.html.
// Text is sent compressed when asked for, as most servers do.
export async function serve(root, prefix = '/', { compress = false } = {}) {
    const server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
        const file = path.startsWith(prefix) ? find(root, path.slice(prefix.length)) : null;
        const shown = file ?? join(root, '404.html');
        const bytes = readFileSync(shown);
        const packed = compress && !/\.(png|pdf)$/.test(shown);
        response.writeHead(file ? 200 : 404, {
            'content-type': TYPES[extname(shown)] ?? 'application/octet-stream',
            ...(packed && { 'content-encoding': 'gzip' }) });
        response.end(packed ? gzipSync(bytes) : bytes);
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    return { origin: `http://127.0.0.1:${port}`, address: `http://127.0.0.1:${port}${prefix}`,
        stop: () => server.close() };
}

export class Faults {
    constructor() { this.lines = []; this.tried = 0; }
    check(good, where, words) {
        this.tried++;
        if (!good) this.lines.push(`${where}: ${words}`);
    }
}

// Run work(item) over items, as many at once as there are workers.
export async function each(items, workers, work) {
    const rest = [...items];
    const worker = async () => {
        while (rest.length) await work(rest.shift());
    };
    await Promise.all(Array.from({ length: workers }, worker));
}

// Open a page of its own, close it whatever happens.
export async function inPage(browser, options, work) {
    const context = await browser.newContext(options);
    try {
        return await work(await context.newPage());
    } finally {
        await context.close();
    }
}
