// People with an authenticator app, and their codes.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Browser } from './client.mjs';
import { addPerson, expectStatus, password } from './people.mjs';
import { shared } from './shared.mjs';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of an authenticator app (RFC 6238), so many steps of 30 seconds from now. */
export function codeOf(secret, steps = 0) {
    const bits = [...secret.replaceAll(' ', '')]
        .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0'))
        .join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
    const hash = createHmac('sha1', key).update(counter).digest();
    const at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

/** Someone with an app: {email, secret, codes}. */
export async function enrolled(name) {
    const { server, admin } = await shared();
    const email = `${name}@factors.example`;
    const person = await addPerson(admin, {
        full_name: `${name} Factors`,
        email,
        user_persona: 'Enterprise Team',
    });
    const page = expectStatus(await person.get('/account/second-factor'), 200);
    const secret = page.text.match(/id="secret" readonly value="([A-Z2-7 ]+)"/)[1];
    const done = expectStatus(
        await person.submit(page, 'Confirm', { code: codeOf(secret) }),
        200,
    );
    const codes = [...done.text.matchAll(/<li>([0-9A-Z-]{27})<\/li>/g)].map(([, code]) => code);
    assert.equal(new Set(codes).size, 10);
    return { server, email, secret, codes };
}

/** A browser in which the right password was given. */
export async function halfway(server, email) {
    const browser = new Browser(server);
    const answer = await browser.fill('/login', 'Sign in', { email, password });
    assert.deepEqual([answer.status, answer.location], [303, '/login/code?next=%2F']);
    return browser;
}
