// Bills of materials as they are downloaded: valid against the official JSON schema of CycloneDX, which
// the library of that project brings along.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import add_formats from 'ajv-formats';
import { upload } from './import.mjs';

const require = createRequire(import.meta.url);

const everything = {
    rostrum: 1,
    kind: 'organization',
    prompts: [
        { name: 'bom/tone', body: 'Be kind. שלום' },
        { name: 'bom/answer', body: 'Answer {{name}}: @@@prompt:name=bom/tone|label=latest@@@' },
    ],
    agents: [
        { name: 'Bom porter', config: { model: { name: 'm' } } },
        { name: 'Bom clerk', config: {
            model: { provider: 'openai', name: 'gpt-4.1', temperature: 0.2 },
            prompt: { name: 'bom/answer', label: 'latest' },
            tools: [
                { type: 'function', name: 'look_up', description: 'Looks up an "order"', parameters: { type: 'object' } },
                { type: 'web_search' },
            ],
            mcp_servers: [
                { name: 'files', url: 'https://mcp.example/sse?a=1&b=2' },
                { name: 'ordrés', url: 'https://mcp.example/ordrés' },
            ],
            handoffs: ['Bom porter'],
            skills: [{ id: 'refund', name: 'Refunds' }],
            endpoint: { url: 'https://agents.example/clerk', protocol: 'a2a' },
        } },
    ],
    teams: [{ name: 'Bom team', kind: 'sequential', member_details: [{ agent: 'Bom clerk' }, { agent: 'Bom porter' }] }],
};

/** The validator of bills of version 1.6; knows what the two formats are that ajv does not. */
async function validator() {
    const folder = require.resolve('@cyclonedx/cyclonedx-library/package.json').replace('package.json', 'res/schema/');
    const file_of = (name) => `${name}.SNAPSHOT.schema.json`;
    const schema = async (name) => JSON.parse(await readFile(`${folder}${file_of(name)}`, 'utf8'));
    const ajv = new Ajv({ strict: false, allErrors: true });
    add_formats(ajv);
    ajv.addFormat('iri-reference', (text) => URL.canParse(text, 'https://base.example/') && !/[\s<>"{}|\\^`]/.test(text));
    ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/);
    for (const name of ['spdx', 'jsf-0.82'])
        ajv.addSchema({ ...await schema(name), $id: `http://cyclonedx.org/schema/${file_of(name)}` });
    return ajv.compile(await schema('bom-1.6'));
}

/** The addresses of all agents, or all teams. */
async function all(page, list) {
    await page.visit(list);
    const links = page.locator('main table.list tbody a');
    const paths = await links.evaluateAll((found) => found.map((link) => new URL(link.href).pathname));
    return [...new Set(paths.filter((path) => /^\/[a-z]+\/[0-9a-f-]{36}$/.test(path)))];
}

async function bill_of(page, record) {
    const response = await page.request.get(`${record}/bom/cyclonedx`);
    assert.equal(response.status(), 200, record);
    assert.equal(response.headers()['content-type'], 'application/vnd.cyclonedx+json; version=1.6');
    return response.json();
}

const names = (parts, type) => parts.filter((part) => type === undefined || part.type === type)
    .map(({ name }) => name).sort();

/** Wants suite.admin signed in. */
export async function bills(suite) {
    const { admin } = suite;
    const validate = await validator();
    const assert_valid = (bill) => assert.ok(validate(bill), JSON.stringify(validate.errors, null, 2));

    await suite.test('the bill of an agent with everything is valid CycloneDX and names everything', async () => {
        await upload(admin, 'bom.json', everything);
        await admin.press('Import 5 records');
        await admin.follow('Bom clerk');
        const bill = await bill_of(admin, new URL(admin.url()).pathname);
        assert_valid(bill);
        assert.equal(bill.metadata.component.name, 'Bom clerk');
        assert.deepEqual(names(bill.components, 'machine-learning-model'), ['gpt-4.1', 'm']);
        assert.deepEqual(names(bill.components, 'data'), ['Refunds', 'bom/answer', 'bom/tone']);
        assert.deepEqual(names(bill.components, 'application'),
            ['Bom porter', 'look_up', 'web_search']);
        assert.deepEqual(names(bill.services), ['a2a', 'files', 'ordrés']);
    });

    await suite.test('so are those of all other agents and teams', async () => {
        const records = [...await all(admin, '/agents'), ...await all(admin, '/teams')];
        assert.ok(records.length > 5, `${records.length} records`);
        for (const record of records) assert_valid(await bill_of(admin, record));
    });

    await suite.test('a bill that breaks a rule of the schema is found', async () => {
        const [record] = await all(admin, '/agents');
        const bill = await bill_of(admin, record);
        for (const change of [
            (broken) => { broken.bomFormat = 'Other'; },
            (broken) => { broken.metadata.component.type = 'agent'; },
            (broken) => { broken.metadata.component.hashes[0].content = 'short'; },
            (broken) => { broken.dependencies[0].dependsOn = ['a', 'a']; },
            (broken) => { broken.services = [{ name: 'x', endpoints: ['a b'] }]; },
            (broken) => { broken.rostrum = 1; },
        ]) {
            const broken = structuredClone(bill);
            change(broken);
            assert.equal(validate(broken), false, `${change}`);
        }
    });
}
