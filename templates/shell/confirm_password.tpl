{{%AUTOESCAPE context="HTML"}}
{{! The password is asked for before a form is carried out: all that it held goes with it. ACTION_URL, KEPT: NAME, VALUE. BY_SSO: KEPT again. FIRST: section, no summary of errors takes the focus. Includes ERROR_SUMMARY (shell/errors.tpl). }}
<div class="page-head"><div><h1>Confirm your password</h1><p class="lead">You gave your password more than five minutes ago. Enter it again to go on: what you typed is kept.</p></div></div>
<form class="form" method="post" action="{{ACTION_URL}}">
{{>ERROR_SUMMARY}}
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/KEPT}}
<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#FIRST}} autofocus{{/FIRST}}{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Confirm and continue</button><a class="btn quiet" href="/">Cancel</a></div>
</form>
{{#BY_SSO}}<form class="form" method="post" action="{{ACTION_URL}}">
<h2>Or sign in again by SSO</h2>
<p><a href="/login/sso" target="_blank" rel="noopener">Sign in with SSO</a> in another tab, then come back and continue: what you typed is kept.</p>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/KEPT}}
<div class="form-actions"><button class="btn">Continue</button></div>
</form>{{/BY_SSO}}
