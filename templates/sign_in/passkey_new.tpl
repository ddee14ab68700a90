{{%AUTOESCAPE context="HTML"}}
{{! Adding a passkey, by static/passkey.js. NAME as typed; CHALLENGE RP HANDLE USER PERSON KNOWN for the browser, PASSKEY_URL. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<h1>Add a passkey</h1>
<p class="lead">Your device, or a security key, signs in for you after it has seen your finger, face or PIN. No password is typed, and nothing can be phished.</p>
</div>
</div>
<noscript><div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Passkeys need JavaScript, because the browser makes them. Without it, <a href="/account/second-factor">an authenticator app</a> is the other way.</div></div></noscript>
<form class="form" method="post" action="/account/passkeys/new" data-passkey="make" data-challenge="{{CHALLENGE}}" data-rp="{{RP}}" data-handle="{{HANDLE}}" data-user="{{USER}}" data-person="{{PERSON}}" data-known="{{KNOWN}}">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="client_data" value=""><input type="hidden" name="auth_data" value=""><input type="hidden" name="algorithm" value="">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="60" required aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">By which you know it again, such as “Laptop”. All your other sessions end.</p></div>
<p class="field-error" role="alert" data-passkey-message></p>
<div class="form-actions"><button class="btn primary" disabled><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>Add passkey</button><a class="btn quiet" href="/account/security">Cancel</a></div>
</form>
<script src="{{PASSKEY_URL}}" defer></script>
