// A static file server that can play every host that the page has to get along with: with and without the headers of
// cross-origin isolation, under a sub-path, with a Content-Security-Policy, with files missing.
import { createReadStream } from 'node:fs';
import { stat, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, extname, join, normalize } from 'node:path';

const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.json': 'application/json',
    '.webmanifest': 'application/manifest+json',
    '.wasm': 'application/wasm',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.ico': 'image/x-icon',
    '.map': 'application/json',
};

export const isolationHeaders = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * @typedef {object} ServerOptions
 * @property {string} root                      the site's folder
 * @property {string} [base]                    path that it is served under, '/' or '/some/path/'
 * @property {boolean} [isolated]               send COOP, COEP and CORP (default true)
 * @property {Record<string, string>} [headers] further headers on every answer
 * @property {Record<string, string>} [mounts]  further folders: {'/shared-scenes/': folder}
 * @property {string} [script]                  JavaScript that runs before any other script of an HTML page
 * @property {RegExp} [missing]                 paths that answer 404
 * @property {Record<string, string>} [prepend]  JavaScript to put before a file's own: {'storage.worker.js': text}
 * @property {number} [port]                    0: any
 *
 * @typedef {object} Server
 * @property {string} url                       address of the site, with base and final slash
 * @property {string} origin
 * @property {{method: string, path: string, status: number}[]} requests
 * @property {() => Promise<void>} close
 */

/** @param {ServerOptions} options @returns {Promise<Server>} */
export async function startServer(options) {
    const base = options.base ?? '/';
    const mounts = { ...options.mounts, [base]: options.root };
    // The longest prefix wins, so that a mount may lie inside the site.
    const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
    const common = {
        ...(options.isolated === false ? {} : isolationHeaders),
        'Cache-Control': 'no-cache',
        ...options.headers,
    };
    /** @type {Server['requests']} */
    const requests = [];
    const scriptPath = `${base}__test-script.js`;

    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
        const answer = (/** @type {number} */ status, /** @type {Record<string, string>} */ headers,
                        /** @type {string | Buffer} */ body) => {
            requests.push({ method: request.method ?? '', path, status });
            response.writeHead(status, { ...common, ...headers });
            response.end(request.method === 'HEAD' ? undefined : body);
        };
        if (options.missing?.test(path)) return answer(404, { 'Content-Type': 'text/plain' }, 'Not found\n');
        if (path === scriptPath && options.script !== undefined)
            return answer(200, { 'Content-Type': types['.js'] }, options.script);
        const prefix = prefixes.find((p) => path.startsWith(p));
        const relative = prefix === undefined ? '' : normalize(path.slice(prefix.length)).replace(/^(\.\.(\/|$))+/, '');
        let file = prefix === undefined ? '' : join(mounts[prefix] ?? '', relative);
        let info = file === '' ? undefined : await stat(file).catch(() => undefined);
        if (info?.isDirectory()) {
            if (!path.endsWith('/')) return answer(301, { Location: `${path}/` }, '');
            file = join(file, 'index.html');
            info = await stat(file).catch(() => undefined);
        }
        if (info === undefined || !info.isFile()) return answer(404, { 'Content-Type': 'text/plain' }, 'Not found\n');
        const type = types[/** @type {keyof typeof types} */ (extname(file))] ?? 'application/octet-stream';
        if (extname(file) === '.html' && options.script !== undefined) {
            const html = await readFile(file, 'utf8');
            return answer(200, { 'Content-Type': type },
                          html.replace(/<head[^>]*>/i, (head) => `${head}<script src="${scriptPath}"></script>`));
        }
        const before = options.prepend?.[basename(file)];
        if (before !== undefined) return answer(200, { 'Content-Type': type }, before + await readFile(file, 'utf8'));
        requests.push({ method: request.method ?? '', path, status: 200 });
        response.writeHead(200, { ...common, 'Content-Type': type, 'Content-Length': String(info.size) });
        if (request.method === 'HEAD') response.end();
        else createReadStream(file).pipe(response);
    });

    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, 'localhost', () => resolve(undefined));
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const origin = `http://localhost:${address.port}`;
    return {
        url: `${origin}${base}`,
        origin,
        requests,
        close: () => new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        }),
    };
}
