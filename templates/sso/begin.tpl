{{%AUTOESCAPE context="HTML"}}
{{! Signing in through the provider of one's organization. ASK: ORGANIZATION as typed, NEXT; or GO: URL, SCRIPT_URL. Includes ERROR_SUMMARY. }}
<h1>Sign in with SSO</h1>
{{#ASK}}<form class="form" method="get" action="/login/sso">
{{>ERROR_SUMMARY}}
<input type="hidden" name="next" value="{{NEXT}}">
<div class="field"><label for="organization">Short name of your organization</label><input id="organization" name="organization" value="{{ORGANIZATION}}" autocomplete="organization" autocapitalize="none" spellcheck="false" maxlength="100" required aria-describedby="organization-hint{{#ORGANIZATION_ERROR}} organization-error{{/ORGANIZATION_ERROR}}"{{#ORGANIZATION_ERROR}} aria-invalid="true"{{/ORGANIZATION_ERROR}}>{{#ORGANIZATION_ERROR}}<p class="field-error" id="organization-error">{{MESSAGE}}</p>{{/ORGANIZATION_ERROR}}<p class="hint" id="organization-hint">As in the invitation: lowercase letters, digits and dashes.</p></div>
<div class="form-actions"><button class="btn primary">Continue</button><a class="btn quiet" href="/login">Sign in with a password</a></div>
</form>{{/ASK}}
{{#GO}}<p>You continue at the sign-in provider of your organization, and come back afterwards.</p>
<div class="form-actions"><a class="btn primary" href="{{URL}}" data-go>Continue to the provider</a><a class="btn quiet" href="/login">Sign in with a password</a></div>
<script src="{{SCRIPT_URL}}" defer></script>{{/GO}}
