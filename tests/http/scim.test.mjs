// SCIM 2.0 over nginx, as RFC 7644 has it and as Okta and Entra ID send it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { rowsOf } from './engine.mjs';
import { readToken, signIn } from './people.mjs';
import { shared } from './shared.mjs';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const error = 'urn:ietf:params:scim:api:messages:2.0:Error';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Makes a service account and its token on their pages; gives their pages. */
async function provisioner(admin, name, scopes = ['users:provision']) {
    const made = await admin.fill('/settings/service-accounts/new', 'Create service account', {
        name,
        user_persona: 'Individual Developer',
    });
    assert.equal(made.status, 303, made.words.slice(0, 400));
    const token = await admin.fill(made.location, 'Create token', {
        name,
        scopes,
        default_persona: 'Product Manager',
        days: '365',
    });
    return { page: token, form: made.location };
}

/** A provisioning service. */
class Service {
    constructor(server, secret, type = 'application/scim+json') {
        this.browser = new Browser(server);
        this.secret = secret;
        this.type = type;
    }

    async call(method, path, body, headers = {}) {
        const all = { ...headers };
        if (this.secret) all.Authorization = `Bearer ${this.secret}`;
        if (body !== undefined) all['Content-Type'] ??= this.type;
        const answer = await this.browser.request(method, `/api/scim/v2${path}`, {
            headers: all,
            body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
        });
        if (answer.text !== '') answer.json = JSON.parse(answer.text);
        return answer;
    }

    async want(status, method, path, body, headers) {
        const answer = await this.call(method, path, body, headers);
        assert.equal(answer.status, status, `${method} ${path}: ${answer.text.slice(0, 400)}`);
        if (status >= 400) {
            assert.deepEqual(answer.json.schemas, [error]);
            assert.equal(answer.json.status, String(status));
        }
        if (answer.text !== '')
            assert.equal(answer.headers['content-type'], 'application/scim+json');
        return answer;
    }

    find(filter) {
        return this.want(200, 'GET', `/Users?filter=${encodeURIComponent(filter)}`);
    }

    patch(id, ...operations) {
        return this.want(200, 'PATCH', `/Users/${id}`, {
            schemas: [patchOp],
            Operations: operations,
        });
    }
}

async function service(name, type) {
    const { server, admin } = await shared();
    const { page } = await provisioner(admin, name);
    const { secretKey: secret } = await readToken(admin, page);
    return { server, admin, scim: new Service(server, secret, type), secret };
}

test('scim: the life of a person as Okta leads it', async () => {
    const { scim, admin, server } = await service('Okta');
    const config = (await scim.want(200, 'GET', '/ServiceProviderConfig')).json;
    assert.equal(config.patch.supported, true);
    assert.equal((await scim.find('userName eq "okta@harbor.example"')).json.totalResults, 0);
    const made = await scim.want(201, 'POST', '/Users', {
        schemas: [core],
        userName: 'okta@harbor.example',
        name: { givenName: 'Olga', familyName: 'Kta' },
        emails: [{ primary: true, value: 'okta@harbor.example', type: 'work' }],
        displayName: 'Olga Kta',
        locale: 'en-US',
        externalId: '00ujl29u0le5T6Aj10h7',
        groups: [],
        password: '1mz050nq',
        active: true,
    });
    const { id } = made.json;
    assert.equal(made.headers.location, `${server.publicUrl}/api/scim/v2/Users/${id}`);
    assert.equal(made.json.userType, 'Product Manager');
    assert.equal(made.headers.etag, made.json.meta.version);
    assert.doesNotMatch(made.text, /1mz050nq/);
    const found = (await scim.find('userName eq "okta@harbor.example"')).json;
    assert.deepEqual([found.totalResults, found.Resources[0].id], [1, id]);
    assert.equal((await scim.find('externalId eq "00ujl29u0le5T6Aj10h7"')).json.totalResults, 1);
    // Okta reads the person and puts all of it back.
    const read = (await scim.want(200, 'GET', `/Users/${id}`)).json;
    const put = await scim.want(200, 'PUT', `/Users/${id}`, {
        ...read,
        name: { givenName: 'Olga', familyName: 'van Kta' },
        userType: 'DevOps Engineer',
    });
    assert.deepEqual(
        [put.json.displayName, put.json.name.familyName, put.json.userType, put.json.externalId],
        ['Olga van Kta', 'van Kta', 'DevOps Engineer', '00ujl29u0le5T6Aj10h7'],
    );
    const page = await admin.get(`/users/${id}`);
    assert.match(page.words, /Provisioned Source SCIM External ID 00ujl29u0le5T6Aj10h7/);
    assert.match(page.words, /Invited/);
    const off = { op: 'replace', value: { active: false } };
    assert.equal((await scim.patch(id, off)).json.active, false);
    assert.match((await admin.get(`/users/${id}`)).words, /Inactive/);
    const on = { op: 'replace', value: { active: true } };
    assert.equal((await scim.patch(id, on)).json.active, true);
});

test('scim: the life of a person as Entra ID leads it', async () => {
    const { scim, admin } = await service('Entra ID', 'application/scim+json; charset=utf-8');
    const made = await scim.want(201, 'POST', '/Users', {
        schemas: [core, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
        externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
        userName: 'Test_User_ab6490ee@harbor.example',
        active: true,
        displayName: 'lennay',
        emails: [{ type: 'work', value: 'Test_User_ab6490ee@harbor.example', primary: true }],
        meta: { resourceType: 'User' },
        name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
        roles: [],
    });
    const { id } = made.json;
    const changed = await scim.patch(
        id,
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updated@harbor.example' },
        { op: 'Replace', path: 'userName', value: 'updated@harbor.example' },
        { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
        { op: 'Add', path: 'title', value: 'Tester' },
        {
            op: 'Add',
            path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
            value: 'Tools',
        },
    );
    assert.deepEqual(
        [changed.json.userName, changed.json.emails[0].value, changed.json.displayName],
        ['updated@harbor.example', 'updated@harbor.example', 'givenName updatedFamilyName'],
    );
    const off = { op: 'Replace', path: 'active', value: 'False' };
    assert.equal((await scim.patch(id, off)).json.active, false);
    assert.equal((await scim.find('active eq false')).json.Resources.some((one) => one.id === id), true);
    await scim.want(204, 'DELETE', `/Users/${id}`);
    await scim.want(404, 'GET', `/Users/${id}`);
    assert.match((await admin.get(`/users/${id}`)).words, /Deleted by the identity provider/);
    // Each fact has one event: the invitation, the change, the deactivation, the deletion.
    const log = await admin.get(`/audit?record=${id}`);
    assert.equal(log.status, 200);
});

test('scim: whoever is deactivated is out at the next request', async () => {
    const { scim, admin, server } = await service('Leaver');
    const made = await scim.want(201, 'POST', '/Users', {
        userName: 'leaver@harbor.example',
        displayName: 'Lee Aver',
    });
    const { id } = made.json;
    const given = await admin.fill(`/users/${id}`, 'New invitation link', {});
    const link = given.text.match(/\/invite\/[A-Za-z0-9_.-]{20,}/)?.[0];
    const theirs = new Browser(server);
    const accepted = await theirs.fill(link, 'Accept invitation', {
        password: 'velvet orchid harbor lantern 47',
    });
    assert.equal(accepted.status, 303);
    assert.equal((await theirs.get('/prompts')).status, 200);
    await scim.patch(id, { op: 'replace', value: { active: false } });
    assert.notEqual((await theirs.get('/prompts')).status, 200);
    await scim.patch(id, { op: 'replace', value: { active: true } });
    assert.notEqual((await theirs.get('/prompts')).status, 200);
    const again = await signIn(server, 'leaver@harbor.example');
    assert.equal((await again.get('/prompts')).status, 200);
});

test('scim: of many who create one person at once one does', async () => {
    const { scim, secret, server } = await service('Racer');
    const services = Array.from({ length: 12 }, () => new Service(server, secret));
    const person = { userName: 'race@harbor.example', externalId: 'race-1' };
    const answers = await Promise.all(services.map((one) => one.call('POST', '/Users', person)));
    const made = answers.filter((answer) => answer.status === 201);
    assert.equal(made.length, 1, answers.map((answer) => answer.status).join(' '));
    for (const answer of answers.filter((one) => one.status !== 201)) {
        assert.equal(answer.status, 409, answer.text);
        assert.equal(answer.json.scimType, 'uniqueness');
    }
    // One id for two people, at once.
    const two = await Promise.all(
        services.map((one, i) =>
            one.call('POST', '/Users', {
                userName: `race-${i}@harbor.example`,
                externalId: 'race-2',
            }),
        ),
    );
    assert.deepEqual(
        two.map((answer) => answer.status).sort(),
        [201, ...Array.from({ length: 11 }, () => 409)],
    );
    assert.equal((await scim.find('externalId eq "race-2"')).json.totalResults, 1);
    // Many change one person at once: every change is carried out, the last one stays.
    const { id } = made[0].json;
    const names = await Promise.all(
        services.map((one, i) =>
            one.call('PATCH', `/Users/${id}`, {
                Operations: [{ op: 'replace', path: 'displayName', value: `Racer ${i}` }],
            }),
        ),
    );
    assert.ok(names.some((answer) => answer.status === 200));
    for (const answer of names) assert.ok([200, 412].includes(answer.status), answer.text);
});

test('scim: what is large, deep or no SCIM is refused, and nothing is changed', async () => {
    const { scim, server, secret } = await service('Hostile');
    const before = rowsOf(server, 'users', []).join('\n');
    await scim.want(400, 'POST', '/Users', '');
    await scim.want(400, 'POST', '/Users', '{"userName":');
    await scim.want(400, 'POST', '/Users', `${'['.repeat(5000)}${']'.repeat(5000)}`);
    await scim.want(400, 'POST', '/Users', `{"name":${'{"name":'.repeat(40)}1${'}'.repeat(40)}}`);
    await scim.want(400, 'POST', '/Users', { userName: `${'a'.repeat(100000)}@harbor.example` });
    await scim.want(400, 'POST', '/Users', { userName: 'x@harbor.example', externalId: 'a'.repeat(256) });
    await scim.want(400, 'POST', '/Users', {
        userName: 'x@harbor.example',
        displayName: 'a'.repeat(3 << 20),
    });
    const large = await scim.call('POST', '/Users', 'x'.repeat(5 << 20));
    assert.equal(large.status, 413);
    await scim.want(415, 'POST', '/Users', '{}', { 'Content-Type': 'text/plain' });
    await scim.want(405, 'PUT', '/Users', {});
    await scim.want(404, 'GET', '/Groups');
    await scim.want(404, 'GET', '/Users/me');
    await scim.want(400, 'GET', '/Users?filter=userName%20sw%20%22a%22');
    await scim.want(400, 'GET', '/Users?count=x');
    await scim.want(400, 'GET', '/Users?filter=%00');
    assert.equal(rowsOf(server, 'users', []).join('\n'), before);
    const wrong = new Service(server, null);
    await wrong.want(401, 'GET', '/Users');
    const cookies = await shared();
    const asPerson = await cookies.admin.get('/api/scim/v2/Users');
    assert.equal(asPerson.status, 401);
    const json = new Service(server, secret, 'application/json');
    await json.want(400, 'POST', '/Users', {});
});

test('scim: only an administrator makes such a token, and it is for nothing else', async () => {
    const { server, admin, developer } = await shared();
    const both = await provisioner(admin, 'Both', ['users:provision', 'prompts:read']);
    assert.equal(both.page.status, 422);
    assert.match(both.page.words, /can't have another scope/);
    assert.doesNotMatch(both.page.text, /sk-rst-/);
    const none = await admin.fill(both.form, 'Create token', {
        name: 'No persona',
        scopes: ['users:provision'],
        days: '365',
    });
    assert.equal(none.status, 422);
    assert.match(none.words, /Choose the persona/);
    const own = await admin.get('/account/tokens/new');
    assert.doesNotMatch(own.text, /users:provision/);
    const sly = await developer.fill('/account/tokens/new', 'Create token', {
        name: 'Sly',
        scopes: ['users:provision'],
    });
    assert.equal(sly.status, 422);
    assert.match(sly.words, /service account/);
    const { page } = await provisioner(admin, 'Only that');
    const { secretKey: secret } = await readToken(admin, page);
    assert.match(page.text, /\/api\/scim\/v2/);
    const headers = { Authorization: `Bearer ${secret}` };
    const program = new Browser(server);
    for (const path of ['prompts', 'agents', 'teams', 'audit', 'search?q=a', 'export'])
        assert.equal((await program.get(`/api/v1/${path}`, { headers })).status, 403, path);
    const row = (await admin.get('/settings/tokens')).forms;
    assert.ok(row);
});
