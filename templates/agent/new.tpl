{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/agents">Agents</a></p><h1>New agent</h1>{{#COPIED}}<p class="lead">A copy of <bdi>{{SOURCE_NAME}}</bdi>. Nothing is saved before you create it.</p>{{/COPIED}}{{#IMPORTED}}<p class="lead">Read from what you gave. Nothing is saved before you create it.</p>{{#NOTE}}<p class="muted"><code>{{PATH}}</code> {{MESSAGE}}</p>{{/NOTE}}{{/IMPORTED}}</div>
<div class="actions"><a class="btn" href="/agents/import"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#upload"></use></svg>Import</a></div>
</div>
<form class="form wide" method="post" action="/agents/new" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
<div class="form-actions"><button class="btn primary" name="do" value="save">Create agent</button><a class="btn quiet" href="/agents">Cancel</a></div>
</form>
