// Signing in with a second factor and with passkeys, in a browser with a virtual authenticator (the
// WebAuthn domain of the DevTools protocol). Passkeys are for the name of a host, so this server is
// at "localhost".

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { look } from './look.mjs';
import { fill, PASSWORD } from './suite.mjs';

const ADMIN = 'ada@example.org';

/** The code of an authenticator app (RFC 6238), so many steps of 30 seconds from now. */
function code_of(secret, steps = 0) {
    const bits = [...secret.replaceAll(' ', '')]
        .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
    const hash = createHmac('sha1', key).update(counter).digest();
    const at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function set_up(suite) {
    const page = await suite.open();
    await page.visit(suite.server.setupUrl.slice(suite.origin.length));
    await fill(page, { Organization: 'Lighthouse', 'Full name': 'Ada Lovelace', Email: ADMIN, Password: PASSWORD });
    await page.press('Set up Rostrum');
    return page;
}

async function with_app(suite, page) {
    let secret = '';
    let codes = [];
    await suite.test('an authenticator app is set up with a code', async () => {
        await page.visit('/account/security');
        if (suite.has_script) await look(page);
        await page.follow('Set up an authenticator app');
        if (suite.has_script) await look(page);
        secret = await page.getByLabel('Or type this key').inputValue();
        assert.match(secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
        await fill(page, { Code: code_of(secret) });
        await page.press('Confirm');
        if (suite.has_script) await look(page);
        codes = await page.locator('.recovery-codes li').allTextContents();
        assert.equal(new Set(codes).size, 10);
        await page.follow('I have saved them');
        await page.sees('10 left');
    });

    await suite.test('a code is asked for after the password', async () => {
        const again = await suite.open();
        await again.visit('/login?next=/users');
        await fill(again, { Email: ADMIN, Password: PASSWORD });
        await again.press('Sign in');
        if (suite.has_script) await look(again);
        await fill(again, { Code: code_of(secret, 1) });
        await again.press('Sign in');
        assert.equal(new URL(again.url()).pathname, '/users');
        await suite.close(again);
    });

    await suite.test('a recovery code is good in its place', async () => {
        const again = await suite.open();
        await suite.sign_in(again, ADMIN);
        await again.getByText('Use a recovery code instead').click();
        await fill(again, { 'Recovery code': codes[4].toLowerCase() });
        await again.press('Sign in');
        await again.sees('You have 9 left');
        await suite.close(again);
    });
}

async function with_passkey(suite, page) {
    const client = await page.context().newCDPSession(page);
    await client.send('WebAuthn.enable');
    const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
        options: {
            protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
            isUserVerified: true, automaticPresenceSimulation: true,
        },
    });

    await suite.test('a passkey is added', async () => {
        await page.visit('/account/passkeys/new');
        await look(page);
        await fill(page, { Name: 'Laptop' });
        await page.press('Add passkey');
        await page.sees('The passkey is added');
        assert.equal(await page.getByLabel('Name of the passkey Laptop').inputValue(), 'Laptop');
        const { credentials } = await client.send('WebAuthn.getCredentials', { authenticatorId });
        assert.equal(credentials.length, 1);
        assert.equal(credentials[0].rpId, 'localhost');
        await look(page);
    });

    await suite.test('it signs in by itself and leads on', async () => {
        await page.context().clearCookies();
        await page.visit('/login?next=/users');
        await page.press('Sign in with a passkey');
        assert.equal(new URL(page.url()).pathname, '/users');
    });

    await suite.test('a person who is not verified stays out', async () => {
        await page.context().clearCookies();
        await client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
        await page.visit('/login');
        await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
        await page.sees('No passkey was given');
        assert.equal(new URL(page.url()).pathname, '/login');
        await client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    });

    await suite.test('one that was removed does not sign in', async () => {
        await page.visit('/login');
        await page.press('Sign in with a passkey');
        await page.visit('/account/security');
        await page.press('Remove Laptop');
        await page.sees('The passkey is removed');
        await page.context().clearCookies();
        await page.visit('/login');
        await page.press('Sign in with a passkey', { status: 422 });
        await page.sees('This passkey does not sign in here');
    });
}

export async function passkeys(suite) {
    const page = await set_up(suite);
    await with_app(suite, page);
    if (suite.has_script) await with_passkey(suite, page);
}
