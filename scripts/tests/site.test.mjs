// The built site is complete, relocatable and small. Run by scripts/test web.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

const root = process.cwd();
const site = join(root, 'build/site');
const read = (file) => readFileSync(join(site, file), 'utf8');
const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(site.length + 1));

test('every file that is kept for offline use exists, and the page is among them', () => {
    const list = JSON.parse(read('site.json')).files;
    assert.ok(list.includes('./') && list.includes('main.js') && list.includes('raypool.wasm'));
    for (const file of list) assert.ok(existsSync(join(site, file)), file);
});

test('the service worker has its version and its list', () => {
    const { version } = JSON.parse(read('site.json'));
    const worker = read('sw.js');
    assert.ok(worker.includes(version));
    assert.doesNotMatch(worker, /__RAYPOOL_/);
});

test('the page names its files by relative address only, and all of them are there', () => {
    const html = read('index.html');
    assert.doesNotMatch(html, /\{\{\{/);
    const addresses = [...html.matchAll(/\b(?:src|href)="([^"#]+)"/g)].map(([, address]) => address)
        .filter((address) => !/^(data:|https:)/.test(address));
    assert.ok(addresses.includes('main.js'));
    for (const address of addresses) {
        assert.doesNotMatch(address, /^\//, 'would leave the folder that the site is in');
        assert.ok(existsSync(join(site, address)), address);
    }
});

test('nothing needs eval, or refers to the machine that built it', () => {
    for (const file of files.filter((name) => /\.(m?js|css|html|json|wasm)$/.test(name))) {
        const text = readFileSync(join(site, file), 'latin1');
        assert.ok(!text.includes(root), `${file} names ${root}`);
        if (/\.m?js$/.test(file)) assert.doesNotMatch(text, /\bnew Function\(|\beval\(/, file);
    }
});

test('the gallery lists scenes that are there', () => {
    const scenes = JSON.parse(read('scenes/index.json'));
    assert.ok(scenes.length > 0);
    for (const { file, thumbnail } of scenes) {
        for (const name of [file, thumbnail]) assert.ok(existsSync(join(site, 'scenes', name)), name);
    }
});

test('the site is under 1.5 MB compressed before scenes', () => {
    const bytes = files.filter((file) => !file.startsWith('scenes/'))
        .reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(site, file))).length, 0);
    assert.ok(bytes < 1.5e6, `${bytes} bytes`);
});
