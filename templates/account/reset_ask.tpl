{{%AUTOESCAPE context="HTML"}}
{{! Asking for a new password: BY_MAIL (EMAIL as typed), or BY_HAND. Includes ERROR_SUMMARY. }}
<h1>Forgot your password?</h1>
{{#BY_MAIL}}<p>Enter the address of your account. A mail with a link for a new password is then on its way to it.</p>
<form class="form" method="post" action="/reset">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Send link</button><a class="btn quiet" href="/login">Sign in</a></div>
</form>{{/BY_MAIL}}
{{#BY_HAND}}<p>An administrator of your organization can give you a link for a new one.</p>
<div class="form-actions"><a class="btn primary" href="/login">Sign in</a></div>{{/BY_HAND}}
