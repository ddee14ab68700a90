{{%AUTOESCAPE context="HTML"}}
{{! On every page of someone who works in another organization than their own: ORGANIZATION_NAME, CSRF. }}
<aside class="callout warning inside" aria-label="Organization"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>You are working in <strong>{{ORGANIZATION_NAME}}</strong>.</div><form method="post" action="/organizations/leave"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small">Leave<span class="sr"> {{ORGANIZATION_NAME}}</span></button></form></aside>
