// Test sets over the API and the pages, through nginx: at their limits, hostile, saved by many at
// once, and carried to another organization and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeToken, setUp } from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
import { startServer } from './server.mjs';

async function begin(server) {
    const admin = await setUp(server);
    const { secretKey: secret } = await makeToken(admin, [...recordScopes, 'transfer'], '', 'Runner');
    return { admin, secret, program: new Program(server, secret) };
}

async function withServer(run) {
    const server = await startServer();
    try {
        await run(server, await begin(server));
    } finally {
        await server.stop();
    }
}

async function patch(server, secret, id, revision, body) {
    const answer = await fetch(`${server.url}/api/v1/sets/${id}`, {
        method: 'PATCH',
        headers: {
            authorization: `Bearer ${secret}`,
            'content-type': 'application/json',
            'if-match': `"${revision}"`,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
}

test('sets: made, read by name and label, changed and compared', () =>
    withServer(async (server, { program, secret }) => {
        const prompt = await program.create('prompts', { name: 'desk/answer', body: 'x {{order}}' });
        const cases = [
            { name: 'Late', variables: { order: 'A 17' }, critical: true,
                checks: [{ type: 'contains', value: 'refund' }] },
            { messages: [{ role: 'user', content: 'Hello' }], expected: 'Hi' },
        ];
        const settings = { for: { kind: 'prompt', name: 'desk/answer' } };
        const made = await program.create('sets', { name: 'desk/cases', cases, settings });
        assert.equal(made.subject, 'prompt');
        assert.deepEqual(made.cases.map((one) => one.id), ['c1', 'c2']);
        assert.equal(made.cases[0].origin, 'typed');
        assert.deepEqual(made.settings, settings);
        const saved = await program.save('sets', made, { cases: [made.cases[0], {}] });
        assert.deepEqual(saved.cases.map((one) => one.id), ['c1', 'c3']);
        assert.deepEqual(saved.settings, settings); // what is not given stays
        const live = await program.call(200, 'GET', '/api/v1/sets/by-name/desk%2Fcases');
        assert.equal(live.version, 1);
        assert.equal(live.cases[1].expected, 'Hi');
        const latest = await program.call(200, 'GET', '/api/v1/sets/by-name/desk%2Fcases?label=latest');
        assert.equal(latest.version, 2);
        const { items } = await program.call(200, 'GET', '/api/v1/sets?subject=prompt');
        assert.deepEqual(items.map((one) => one.name), ['desk/cases']);
        assert.deepEqual((await program.call(200, 'GET', '/api/v1/sets?subject=agent')).items, []);
        // what it names stays
        const refused = await program.call(409, 'DELETE', `/api/v1/prompts/${prompt.id}`, undefined,
            { 'If-Match': '*' });
        assert.match(refused.detail, /desk\/cases/);
        // a stop of what it tests does not stop it
        await program.call(200, 'POST', `/api/v1/prompts/${prompt.id}/stop`, { reason: 'It lies', version: 1 });
        assert.equal((await patch(server, secret, made.id, saved.revision, { description: 'x' })).status, 200);
        await program.call(200, 'GET', `/api/v1/sets/${made.id}`);
        await program.call(423, 'GET', '/api/v1/prompts/by-name/desk%2Fanswer');
    }));

test('sets: at their limits and hostile', () =>
    withServer(async (server, { admin, program }) => {
        const many = Array.from({ length: 2000 }, (_, i) => ({
            name: `Case ${i + 1}`, variables: { order: 'x'.repeat(380) } }));
        const made = await program.create('sets', { name: 'many', cases: many });
        assert.equal(made.cases.length, 2000);
        assert.equal(made.cases[1999].id, 'c2000');
        const page = await admin.get(`/sets/${made.id}?page=20`);
        assert.match(page.words, /1901 to 2000 of 2000/);
        const refusals = [
            [[...many, {}], 'cases', /at most 2000/],
            [[{ variables: { a: 'x'.repeat(1 << 20) } }], 'cases', /1 MiB/],
            [[{ id: 'A' }], 'cases[0].id', /lowercase/],
            [[{ id: 'a' }, { id: 'a' }], 'cases[1].id', /twice/],
            [[{ checks: [{ type: 'matches', value: '(' }] }], 'cases[0].checks[0].value', /./],
            [[{ variables: { a: 1 } }], 'cases[0].variables.a', /text/],
            [[{ variables: { a: '1' }, messages: [{ role: 'user', content: '' }] }], 'cases[0].messages', /choose/],
            [[{ surprise: 1 }], 'cases[0]', /surprise/],
            [[7], 'cases', /object/],
        ];
        for (const [cases, field, message] of refusals) {
            const answer = await program.call(422, 'POST', '/api/v1/sets', { name: 'no', cases });
            assert.equal(answer.errors[0].field, field);
            assert.match(answer.errors[0].message, message);
        }
        for (const settings of [{ for: 1 }, { for: { kind: 'set', name: 'many' } }, { judge: { prompt: {} } },
            { judge: { prompt: { name: 'x' }, repeats: 0 } }, { other: 1 }])
            await program.call(422, 'POST', '/api/v1/sets', { name: 'no', settings });
        let deep = 'x';
        for (let i = 0; i < 40; i += 1) deep = { properties: { a: deep } };
        const nested = await program.browser.request('POST', '/api/v1/sets', {
            headers: { Authorization: `Bearer ${program.secret}`, 'Content-Type': 'application/json' },
            body: JSON.stringify({ name: 'no', cases: [{ checks: [{ type: 'json_schema', value: deep }] }] }),
        });
        assert.ok([400, 422].includes(nested.status), `${nested.status}`);
    }));

test('sets: many who save at once lose nothing, and one of them is first', () =>
    withServer(async (server, { program, secret }) => {
        const made = await program.create('sets', { name: 'shared', cases: [{}] });
        const now = await program.call(200, 'GET', `/api/v1/sets/${made.id}`);
        const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
            patch(server, secret, made.id, now.revision, { cases: [{ id: 'c1', name: `by ${i}` }] })));
        const statuses = answers.map((one) => one.status).sort();
        assert.deepEqual(statuses, [200, ...Array(7).fill(412)]);
        const after = await program.call(200, 'GET', `/api/v1/sets/${made.id}`);
        assert.equal(after.version, 2);
        const first = answers.find((one) => one.status === 200);
        assert.deepEqual(after.cases, first.json.cases);
    }));

test('sets: an export brings them back as they were', () =>
    withServer(async (server, { program }) => {
        await program.create('prompts', { name: 'answer', body: 'x' });
        const made = await program.create('sets', { name: 'cases', tags: ['good'],
            cases: [{ name: 'One', checks: [{ type: 'is_json' }], origin: 'incident' }],
            settings: { for: { kind: 'prompt', name: 'answer' }, judge: { prompt: { name: 'answer' }, repeats: 2 } } });
        await program.save('sets', made, { cases: [] });
        const document = await program.call(200, 'GET', '/api/v1/export?history=true');
        assert.deepEqual(document.sets.map((one) => [one.name, one.subject, one.versions.length]),
            [['cases', 'prompt', 2]]);
        const again = await program.call(201, 'POST', '/api/v1/import', document);
        assert.equal(again.totals.unchanged, 2);
        document.prompts[0].name = 'other answer';
        document.sets[0].name = 'other cases';
        document.sets[0].versions.forEach((version) => {
            version.settings = { for: { kind: 'prompt', name: 'other answer' } };
        });
        const plan = await program.call(201, 'POST', '/api/v1/import', document);
        assert.equal(plan.totals.created, 2);
        await program.call(200, 'POST', `/api/v1/import/${plan.id}/start`);
        const copy = await program.call(200, 'GET', '/api/v1/sets/by-name/other%20cases');
        assert.equal(copy.version, 1);
        assert.deepEqual(copy.cases, made.cases);
    }));
