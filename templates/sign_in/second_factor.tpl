{{%AUTOESCAPE context="HTML"}}
{{! Setting up an authenticator app. REPLACES: there is one; IS_NEW: there is none. QR: WIDTH, PATH of the picture; SECRET in groups, ENROLMENT what is signed of it. FREE: nobody asked for it; HELD: nothing else is open until it is set up; ASKED: DUE (page_time), SKIP_URL. Includes ERROR_SUMMARY, KEPT_FORM (sign_in/kept.tpl). }}
<div class="page-head">
<div>
<h1>{{#REPLACES}}Replace your authenticator app{{/REPLACES}}{{#IS_NEW}}Set up an authenticator app{{/IS_NEW}}</h1>
<p class="lead">Any app that shows six-digit codes will do, such as Aegis, Google Authenticator or a password manager.{{#REPLACES}} The one that you have stops working once the new one is confirmed; your recovery codes stay.{{/REPLACES}}</p>
</div>
</div>
{{#HELD}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your organization requires a second factor. Set it up to go on{{#CONTINUE}}: what you typed is kept{{/CONTINUE}}.</div></div>{{/HELD}}
{{#ASKED}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>Your organization requires a second factor from {{#DUE}}<time datetime="{{ISO}}">{{EXACT}}</time>{{/DUE}} on. Until then you can <a href="{{SKIP_URL}}">do it later</a>.</div></div>{{/ASKED}}
<form class="form" method="post" action="/account/second-factor">
{{>KEPT_FORM}}
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="enrolment" value="{{ENROLMENT}}">
{{>ERROR_SUMMARY}}
{{#QR}}<div class="field"><h2>1. Scan this code with the app</h2><svg class="qr" viewBox="0 0 {{WIDTH}} {{WIDTH}}" role="img" aria-label="QR code with the key that is written below it"><path class="qr-light" d="M0 0h{{WIDTH}}v{{WIDTH}}H0z"/><path class="qr-dark" d="{{PATH}}"/></svg></div>{{/QR}}
<div class="field"><label for="secret">Or type this key into the app</label><div class="copy-field key"><input class="mono" id="secret" readonly value="{{SECRET}}" aria-describedby="secret-hint"><button class="btn" type="button" data-copy="secret" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy</span></button></div><p class="hint" id="secret-hint">Time-based, six digits, every 30 seconds. Nobody else may see it.</p></div>
<h2>2. Enter what it shows</h2>
<div class="field"><label for="code">Code</label><input id="code" name="code" class="mono short" inputmode="numeric" autocomplete="one-time-code" maxlength="64" required aria-describedby="code-hint{{#CODE_ERROR}} code-error{{/CODE_ERROR}}"{{#CODE_ERROR}} aria-invalid="true"{{/CODE_ERROR}}>{{#CODE_ERROR}}<p class="field-error" id="code-error">{{MESSAGE}}</p>{{/CODE_ERROR}}<p class="hint" id="code-hint">It shows that the app has the key. All your other sessions end.</p></div>
<div class="form-actions"><button class="btn primary">Confirm</button>{{#FREE}}<a class="btn quiet" href="/account/security">Cancel</a>{{/FREE}}{{#ASKED}}<a class="btn quiet" href="{{SKIP_URL}}">Not now</a>{{/ASKED}}</div>
</form>
{{#HELD}}<form class="inline" method="post" action="/logout"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn quiet">Sign out</button></form>{{/HELD}}
