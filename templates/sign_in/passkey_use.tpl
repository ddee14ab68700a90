{{%AUTOESCAPE context="HTML"}}
{{! Signing in with a passkey, where static/passkey.js can. CHALLENGE RP PASSKEY_URL. Includes KEPT_FORM (sign_in/kept.tpl). }}
<form class="form passkey" method="post" action="/login/passkey" data-passkey="use" data-challenge="{{CHALLENGE}}" data-rp="{{RP}}" hidden>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="client_data" value=""><input type="hidden" name="auth_data" value=""><input type="hidden" name="signature" value=""><input type="hidden" name="credential_id" value=""><input type="hidden" name="handle" value="">
{{>KEPT_FORM}}
<p class="field-error" role="alert" data-passkey-message></p>
<div class="form-actions"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>Sign in with a passkey</button></div>
</form>
<script src="{{PASSKEY_URL}}" defer></script>
