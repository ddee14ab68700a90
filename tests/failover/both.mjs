// What one node does holds on the other at its next request.
import { Browser } from '../http/client.mjs';
import { createPrompt, makeToken, signIn } from '../http/people.mjs';

const ROUNDS = 20;

const at = (server, browser) => {
    const same = new Browser(server);
    same.cookies = new Map(browser.cookies);
    return same;
};

/** What was held: for each promise how often, of how many, and what was found instead. */
class Tally {
    held = {};
    wrong = [];

    note(isHeld, promise, page) {
        this.held[promise] = (this.held[promise] ?? 0) + (isHeld ? 1 : 0);
        if (!isHeld) this.wrong.push(`${promise}: ${page.method} ${page.path} ${page.status}`);
    }
}

async function trySession(tally, { first, second, email, name }) {
    const here = await signIn(first, email);
    const there = at(second, here);
    const lists = await there.get('/prompts');
    tally.note(lists.status === 200, 'sign-ins', lists);

    const record = await createPrompt(here, { name, body: 'one' });
    const listed = await there.get('/prompts');
    tally.note(listed.text.includes(name), 'records', listed);
    await there.fill(`${record}/edit`, 'Save prompt', { body: `two of ${name}` });
    const edited = await here.get(record);
    tally.note(edited.text.includes(`two of ${name}`), 'edits', edited);

    const elsewhere = at(second, await signIn(first, email));
    const known = await elsewhere.get('/prompts');
    await here.submit(await here.get('/account/sessions'), '/account/sessions/revoke-others');
    const revoked = await elsewhere.get('/prompts');
    tally.note(known.status === 200 && revoked.status !== 200, 'revoked sessions', revoked);

    await here.fill('/', 'Sign out', {});
    const ended = await there.get('/prompts');
    tally.note(ended.status !== 200, 'sign-outs', ended);
}

async function tryToken(tally, { admin, second, scopes, name }) {
    const program = new Browser(second);
    const { secretKey } = await makeToken(admin, scopes, '', name);
    const ask = () => program.get('/api/v1/prompts', { headers: { Authorization: `Bearer ${secretKey}` } });
    const known = await ask();
    tally.note(known.status === 200, 'tokens', known);
    const list = await admin.get('/account/tokens');
    const [, address] = list.text.match(new RegExp(`"([^"]*/revoke)">Revoke<span class="sr"> ${name}<`));
    await admin.submit(await admin.get(address), address);
    const revoked = await ask();
    tally.note(revoked.status === 401, 'revoked tokens', revoked);
}

/** admin: asks the first node; email: of a person who may make prompts; scopes: of a program.
 * {held: {promise: times}, rounds, wrong: lines}. */
export async function checkBoth({ admin, email, scopes, first, second }) {
    const tally = new Tally();
    for (let i = 1; i <= ROUNDS; i++) {
        await trySession(tally, { first, second, email, name: `both-${i}` });
        await tryToken(tally, { admin, second, scopes, name: `Program ${i}` });
    }
    return { ...tally, rounds: ROUNDS };
}
