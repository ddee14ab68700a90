{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/agents">Agents</a></p><h1>New agent</h1>{{#COPIED}}<p class="lead">A copy of <bdi>{{SOURCE_NAME}}</bdi>. Nothing is saved before you create it.</p>{{/COPIED}}{{#IMPORTED}}<p class="lead">Read from what you gave. Nothing is saved before you create it.</p>{{#NOTE}}<p class="muted"><code>{{PATH}}</code> {{MESSAGE}}</p>{{/NOTE}}{{/IMPORTED}}</div>
<div class="actions"><a class="btn" href="/agents/import"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#upload"></use></svg>Import</a></div>
</div>
<form class="stack editor" method="post" action="/agents/new" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
{{>EDITOR_BAR}}
</form>
