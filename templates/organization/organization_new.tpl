{{%AUTOESCAPE context="HTML"}}
{{! Creating a customer. NAME FULL_NAME EMAIL as typed; ASK_PASSWORD. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><p class="crumbs"><a href="/organizations">Organizations</a></p><h1>New organization</h1><p class="lead">A customer of its own: its people, records and audit log are kept apart from everyone else's.</p></div></div>
<form class="form" method="post" action="/organizations/new">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="120" autocomplete="off" required{{#NAME_ERROR}} aria-invalid="true" aria-describedby="name-error"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}</div>
<fieldset><legend>First administrator</legend>
<p class="hint">A Customer Admin, who invites everyone else. You get a link to hand over.</p>
<div class="field"><label for="full_name">Full name</label><input id="full_name" name="full_name" value="{{FULL_NAME}}" maxlength="120" autocomplete="off" required{{#FULL_NAME_ERROR}} aria-invalid="true" aria-describedby="full_name-error"{{/FULL_NAME_ERROR}}>{{#FULL_NAME_ERROR}}<p class="field-error" id="full_name-error">{{MESSAGE}}</p>{{/FULL_NAME_ERROR}}</div>
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" maxlength="254" autocomplete="off" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}</div>
</fieldset>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Create organization</button><a class="btn quiet" href="/organizations">Cancel</a></div>
</form>
