{{%AUTOESCAPE context="HTML"}}
{{! Deleting a model endpoint: as endpoint_view() has it. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/endpoints/{{ID}}"><bdi>{{NAME}}</bdi></a></p>
<h1>Delete endpoint?</h1>
</div>
</div>
<form class="form" method="post" action="/settings/endpoints/{{ID}}/delete">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Nothing is called at <bdi>{{URL}}</bdi> any more. Its API key and its prices are deleted.</div></div>
<div class="form-actions"><button class="btn danger primary">Delete endpoint</button><a class="btn quiet" href="/settings/endpoints/{{ID}}">Cancel</a></div>
</form>
