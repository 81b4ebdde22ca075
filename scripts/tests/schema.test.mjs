// The scene format's JSON Schema, judged by a validator that is not ours: it takes every scene that the reader takes, and
// refuses every malformed one that a schema can refuse. raytracer/scene/native_reader_test.cpp reads the same texts.
import Ajv from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = process.cwd();
const read = (file) => readFileSync(join(root, file), 'utf8');
const schema = JSON.parse(read('docs/scene.schema.json'));
// Strict: a keyword that no validator knows is an error, too. Only fields that one rule among several needs need not be
// described by that rule as well.
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: false });
const validate = ajv.compile(schema);
const folders = ['scenes', 'raytracer/testing/data/native'];
const scenes = folders.flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.json')).map((name) => join(folder, name)))
    .map((file) => ({ file, value: JSON.parse(read(file)) })).filter(({ value }) => value.raypool !== undefined);
const malformed = JSON.parse(read('raytracer/testing/data/native/malformed.json'));

test('the schema is one', () => {
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.ok(ajv.validateSchema(schema), ajv.errorsText());
});

test('every scene that is read is valid', () => {
    assert.ok(scenes.length >= 4);
    for (const { file, value } of scenes) assert.ok(validate(value), `${file}: ${ajv.errorsText(validate.errors)}`);
});

test('malformed scenes are refused, but for what a schema cannot say', () => {
    assert.ok(malformed.length >= 60);
    for (const { scene, schema: verdict } of malformed) {
        if (verdict === 'not JSON') continue;
        assert.equal(validate(JSON.parse(scene)), verdict === 'takes', scene);
    }
});

test('defaults are valid, and every field says what it is', () => {
    let fields = 0;
    const visit = (node) => {
        if (node === null || typeof node !== 'object') return;
        for (const [name, field] of Object.entries(node.properties ?? {})) {
            fields += 1;
            assert.ok(field.description?.length > 5, name);
            if (field.default !== undefined) assert.ok(ajv.validate({ ...field, $defs: schema.$defs }, field.default), `${name}: ${JSON.stringify(field)}`);
        }
        Object.values(node).forEach(visit);
    };
    visit(schema);
    assert.ok(fields > 150, `${fields} fields`);
});
