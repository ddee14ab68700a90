{{%AUTOESCAPE context="HTML"}}
{{! Entering another organization. ORGANIZATION_ID, ASK_PASSWORD. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><p class="crumbs"><a href="/organizations">Organizations</a></p><h1>Enter organization</h1><p class="lead">You work in it until you leave it. Its audit log and yours say so, and everything that you do in it is marked as done from outside.</p></div></div>
<form class="form" method="post" action="/organizations/{{ORGANIZATION_ID}}/enter">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Enter organization</button><a class="btn quiet" href="/organizations">Cancel</a></div>
</form>
