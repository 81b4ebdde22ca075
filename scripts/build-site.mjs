// Makes build/site/: a complete static site that works under any path of any host. Called by scripts/build.
//
// What goes in, and where it comes out (all at the site's root, so that everything finds everything by relative address):
//   shell.html                index.html; {{{ SCRIPT }}} becomes the tags that load the page
//   web/main.ts               main.js, an ES module; what it loads with import() goes to chunks/
//   web/boot.ts, web/sw.ts    boot.js, sw.js, classic scripts. In sw.ts, __RAYPOOL_VERSION__ (a string that changes with
//                             every file of the site) and __RAYPOOL_FILES__ (addresses, relative) are filled in, in boot.js
//                             __RAYPOOL_SHAPES__ (the gallery's pictures: height by width)
//   web/**/NAME.worker.ts     NAME.worker.js, ES modules
//   web/styles/page.css       page.css
//   web/public/**             as it is (icons, manifest)
//   node_modules/draco3d/draco_decoder.wasm   draco_decoder.wasm, which draco.worker.js fetches when a file needs it
//   web/raypool.d.ts          raypool.d.ts, for those who embed the page
//   docs/scene.schema.json    scene.schema.json, without white space: what the editor completes and explains by
//   scenes/**                 scenes/**, without scripts
//   build/wasm/raypool*.{mjs,wasm}  as they are: a bundler would break Emscripten's way of finding its own files
// Besides: site.json {version, files}, _headers for hosts that read it, licences.txt of what is bundled or compiled in.
// app/wasm/protocol.h becomes build/generated/protocol.ts, which web/ imports as '@protocol'.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
    copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync,
    rmSync, statSync, writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'build/site');
const fresh = join(root, 'build/site.new');  // renamed at the end: a server never sees half a site
const web = join(root, 'web');

function fail(message) {
    console.error(`build-site: ${message}`);
    process.exit(1);
}

/** All files below a folder, as paths relative to it with '/', sorted. */
function filesBelow(folder) {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
        .sort();
}

/** The enums of protocol.h, the single place where the numbers are written. */
function protocolToTypeScript(header) {
    const enums = [...header.matchAll(/^enum (\w+) : \w+ \{\n([\s\S]*?)^\};/gm)].map(([, name, body]) => {
        const members = [...body.matchAll(/^ +(k\w+) = (-?\d+),/gm)].map(([, member, value]) => `    ${member} = ${value},`);
        const lines = body.split('\n').filter((line) => /^ *k/.test(line)).length;
        if (members.length === 0 || members.length !== lines) fail(`protocol.h: cannot read all of enum ${name}`);
        return `export const enum ${name} {\n${members.join('\n')}\n}\n`;
    });
    if (enums.length === 0) fail('protocol.h: no enums found');
    return `// Generated from app/wasm/protocol.h by scripts/build-site.mjs.\n${enums.join('\n')}`;
}

function generateProtocol() {
    const file = join(root, 'build/generated/protocol.ts');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, protocolToTypeScript(readFileSync(join(root, 'app/wasm/protocol.h'), 'utf8')));
}

function typeCheck() {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { status } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', root], { stdio: 'inherit' });
    if (status !== 0) fail('type errors in web/');
}

const common = {
    absWorkingDir: root, bundle: true, minify: true, target: 'es2022', charset: 'utf8', logLevel: 'warning',
    metafile: true, legalComments: 'none', tsconfig: join(root, 'tsconfig.json'),
};

async function bundle() {
    const workers = filesBelow(web).filter((file) => file.endsWith('.worker.ts'));
    const names = workers.map((file) => basename(file, '.ts'));
    if (new Set(names).size !== names.length) fail(`two workers of the same name: ${names.join(', ')}`);
    const gallery = JSON.parse(readFileSync(join(root, 'scenes/index.json'), 'utf8'));
    const shapes = Object.fromEntries(gallery.map(({ id, width, height }) => [id, Math.round(1e4 * height / width) / 1e4]));
    const classic = ['boot', 'sw'].filter((name) => existsSync(join(web, `${name}.ts`)));
    const results = await Promise.all([
        build({ ...common, entryPoints: { main: join(web, 'main.ts') }, outdir: fresh, format: 'esm', splitting: true,
            chunkNames: 'chunks/[name]-[hash]' }),
        build({ ...common, entryPoints: Object.fromEntries(workers.map((file, i) => [names[i], join(web, file)])),
            outdir: fresh, format: 'esm', external: ['node:*'] }),
        build({ ...common, entryPoints: Object.fromEntries(classic.map((name) => [name, join(web, `${name}.ts`)])),
            outdir: fresh, format: 'iife', define: { __RAYPOOL_SHAPES__: JSON.stringify(shapes) } }),
        build({ ...common, entryPoints: { page: join(web, 'styles/page.css') }, outdir: fresh, loader: { '.svg': 'dataurl' } }),
    ]);
    return [...new Set(results.flatMap((result) => Object.keys(result.metafile.inputs)))];
}

function copyFiles() {
    for (const name of ['raypool', 'raypool-single']) {
        for (const extension of ['mjs', 'wasm']) {
            const file = join(root, 'build/wasm', `${name}.${extension}`);
            if (!existsSync(file)) fail(`no build/wasm/${name}.${extension}: run scripts/build wasm`);
            copyFileSync(file, join(fresh, `${name}.${extension}`));
        }
    }
    copyFileSync(join(root, 'node_modules/draco3d/draco_decoder.wasm'), join(fresh, 'draco_decoder.wasm'));
    const schema = JSON.parse(readFileSync(join(root, 'docs/scene.schema.json'), 'utf8'));
    writeFileSync(join(fresh, 'scene.schema.json'), JSON.stringify(schema));
    for (const [from, to] of [['web/public', '.'], ['scenes', 'scenes']]) {
        // Scripts that make scenes stay behind.
        const wanted = (file) => !/\.mjs$/.test(file);
        if (existsSync(join(root, from))) cpSync(join(root, from), join(fresh, to), { recursive: true, filter: wanted });
    }
    if (existsSync(join(web, 'raypool.d.ts'))) copyFileSync(join(web, 'raypool.d.ts'), join(fresh, 'raypool.d.ts'));
}

/** The chunks that main.js imports at once are fetched at once; the editor and others that come later are not. */
function writeIndex() {
    const html = readFileSync(join(root, 'shell.html'), 'utf8');
    if (!html.includes('{{{ SCRIPT }}}')) fail('shell.html: no {{{ SCRIPT }}}');
    const chunks = [...readFileSync(join(fresh, 'main.js'), 'utf8').matchAll(/(?:from|import)\s*"\.\/(chunks\/[^"]+)"/g)]
        .map(([, file]) => `<link rel="modulepreload" href="${file}">`);
    const tags = [...chunks, '<script type="module" src="main.js"></script>'];
    writeFileSync(join(fresh, 'index.html'), html.replace('{{{ SCRIPT }}}', () => tags.join('\n')));
}

/** What is compiled into the WebAssembly modules, and where the licence of each is found: Debian's packages carry it, an
 *  SDK of another origin lies beside its emcc. */
function engineLicences() {
    const sdk = /RAYPOOL_EMSCRIPTEN_ROOT "(.*)"/.exec(readFileSync(join(root, '.toolchain/emscripten.cmake'), 'utf8'))?.[1];
    const parts = {
        'nlohmann/json': ['/usr/share/doc/nlohmann-json3-dev/copyright'],
        'glm': ['/usr/share/doc/libglm-dev/copyright'],
        'stb': ['/usr/share/doc/libstb-dev/copyright'],
        'Emscripten with its C and C++ libraries': [join(sdk ?? '', 'LICENSE'), join(sdk ?? '', '../doc/emscripten/copyright')],
    };
    return Object.entries(parts).map(([name, places]) => {
        const place = places.find((file) => existsSync(file));
        if (!place) fail(`no licence of ${name} at ${places.join(' or ')}`);
        return `${name}\n\n${readFileSync(place, 'utf8').trim()}\n`;
    });
}

/** The licences of all that is not ours in the site. */
function writeLicences(inputs) {
    const folders = new Set(inputs.map((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
    const texts = [...folders].sort().map((folder) => {
        const { name, version, author, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
        const own = readdirSync(join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
        // A package that names its licence only: the text comes from Debian's common ones.
        const common = join('/usr/share/common-licenses', String(license));
        if (!own && !existsSync(common)) fail(`${folder} has no licence file`);
        const text = readFileSync(own ? join(root, folder, own) : common, 'utf8').trim();
        return `${name} ${version}\n\n${own ? '' : `By: ${author}. Licence: ${license}\n\n`}${text}\n`;
    });
    writeFileSync(join(fresh, 'licences.txt'), [...engineLicences(), ...texts].join(`\n${'-'.repeat(80)}\n\n`));
}

/** For hosts that read it (Netlify, Cloudflare Pages). Without it the service worker adds what isolation needs. */
function writeHeaders() {
    if (existsSync(join(fresh, '_headers'))) return;
    writeFileSync(join(fresh, '_headers'), `/*
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: require-corp
  Cross-Origin-Resource-Policy: same-origin
  Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:
  X-Content-Type-Options: nosniff
  Cache-Control: no-cache

/chunks/*
  Cache-Control: public, max-age=31536000, immutable
`);
}

/** Names every file for offline use, and gives the whole a version: the hash of all names and contents. */
function writeVersion() {
    const hash = createHash('sha256');
    const all = filesBelow(fresh);
    for (const file of all) hash.update(`${file}\0`).update(readFileSync(join(fresh, file)));
    const version = hash.digest('hex').slice(0, 12);
    // Large assets of the gallery are kept when they are first opened.
    const small = (file) => !file.startsWith('scenes/') || statSync(join(fresh, file)).size <= 256 * 1024;
    const files = all.filter((file) => !/^(_headers|sw\.js|index\.html|raypool\.d\.ts|licences\.txt)$/.test(file) && small(file));
    const list = ['./', ...files, 'site.json'];
    writeFileSync(join(fresh, 'site.json'), `${JSON.stringify({ version, files: list })}\n`);
    const worker = join(fresh, 'sw.js');
    if (existsSync(worker)) {
        writeFileSync(worker, readFileSync(worker, 'utf8')
            .replaceAll('__RAYPOOL_VERSION__', JSON.stringify(version))
            .replaceAll('__RAYPOOL_FILES__', () => JSON.stringify(list)));
    }
    return { version, count: all.length + 1 };
}

generateProtocol();
if (!process.argv.includes('--protocol-only')) {
    typeCheck();
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const inputs = await bundle();
    copyFiles();
    writeIndex();
    writeLicences(inputs);
    writeHeaders();
    const { version, count } = writeVersion();
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
    console.error(`    build/site: ${count} files, version ${version}`);
}
