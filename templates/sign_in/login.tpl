{{%AUTOESCAPE context="HTML"}}
{{! Signing in. EMAIL as typed; CONTINUE: a form is kept; RESET_BY_MAIL or RESET_BY_HAND; CONTINUE or PLAIN (NEXT): the way to SSO. Includes ERROR_SUMMARY, KEPT_FORM (sign_in/kept.tpl), PASSKEY_FORM (sign_in/passkey_use.tpl). }}
<h1>Sign in</h1>
{{#CONTINUE}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>You are not signed in any more. What you typed is kept: sign in, and the form comes back filled in.</div></div>{{/CONTINUE}}
<form class="form" method="post" action="/login">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>KEPT_FORM}}
{{>ERROR_SUMMARY}}
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}</div>
<div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="password-hint{{#PASSWORD_ERROR}} password-error{{/PASSWORD_ERROR}}"{{#PASSWORD_ERROR}} aria-invalid="true"{{/PASSWORD_ERROR}}>{{#PASSWORD_ERROR}}<p class="field-error" id="password-error">{{MESSAGE}}</p>{{/PASSWORD_ERROR}}<p class="hint" id="password-hint">{{#RESET_BY_MAIL}}<a href="/reset">Forgot your password?</a>{{/RESET_BY_MAIL}}{{#RESET_BY_HAND}}Forgot your password? An administrator of your organization can give you a link for a new one.{{/RESET_BY_HAND}}</p></div>
<div class="form-actions"><button class="btn primary">Sign in</button></div>
</form>
{{#CONTINUE}}<p><a href="/login/sso" target="_blank" rel="noopener">Sign in with SSO</a> in another tab, then press "Continue" here.</p>{{/CONTINUE}}{{#PLAIN}}<div class="form-actions"><a class="btn" href="/login/sso?next={{NEXT:url_query_escape}}">Sign in with SSO</a></div>{{/PLAIN}}
{{#CONTINUE}}<form class="form" method="post" action="/login/continue"><input type="hidden" name="csrf" value="{{CSRF}}">{{>KEPT_FORM}}<div class="form-actions"><button class="btn">Continue</button></div></form>{{/CONTINUE}}
{{>PASSKEY_FORM}}
