{{%AUTOESCAPE context="HTML"}}
{{! Recovery codes, shown this once. ROW: CODE; ALL of them, a line each; IS_FIRST or IS_RENEWED; GO_ON to NEXT, or CONTINUE with a form that is kept. Includes KEPT_FORM (sign_in/kept.tpl). }}
<h1>Recovery codes</h1>
<div class="stack">
<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>{{#IS_FIRST}}Your second factor is set up, and all your other sessions have ended. {{/IS_FIRST}}Save these codes where you can reach them without your phone, such as in a password manager. They are shown only now.{{#IS_RENEWED}} The codes before have stopped working.{{/IS_RENEWED}}</div></div>
<ol class="recovery-codes mono" aria-label="Recovery codes">{{#ROW}}<li>{{CODE}}</li>{{/ROW}}</ol>
<p class="hint">Each signs you in once, in place of a code of the app. Download them, or print this page.</p>
<div class="actions"><form class="inline" method="post" action="/account/recovery-codes/download"><input type="hidden" name="csrf" value="{{CSRF}}"><textarea name="codes" hidden>{{ALL}}</textarea><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Download</button></form>{{#GO_ON}}<a class="btn primary" href="{{NEXT}}">I have saved them</a>{{/GO_ON}}{{#CONTINUE}}<form class="inline" method="post" action="/login/continue"><input type="hidden" name="csrf" value="{{CSRF}}">{{>KEPT_FORM}}<button class="btn primary">I have saved them</button></form>{{/CONTINUE}}</div>
</div>
