{{%AUTOESCAPE context="HTML"}}
{{! The actor's own agents or teams: BASE NOUN OWNER_ID MAY_CREATE HAS_MORE NONE; TABLE with ROW: URL NAME (PATH_TO LEAF) SUB, VERSION, FACET (FACET_NAME), AGO. }}
<section aria-labelledby="own-{{NOUN}}-title"><div class="section-head"><h2 id="own-{{NOUN}}-title">Your {{NOUN}}s</h2>{{#HAS_MORE}}<a href="{{BASE}}?owner={{OWNER_ID}}">All of yours</a>{{/HAS_MORE}}</div>
{{#TABLE}}<table class="list"><caption class="sr">Your {{NOUN}}s, last changed first</caption>
<thead><tr><th scope="col">Name</th><th scope="col">What it is</th><th scope="col">Updated</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{URL}}"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a><span class="chip ver">v{{VERSION}}</span></div>{{#SUB}}<p class="sub">{{DESCRIPTION}}</p>{{/SUB}}</td><td>{{#FACET}}{{FACET_NAME}}{{/FACET}}</td><td class="when"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></td></tr>
{{/ROW}}
</tbody></table>{{/TABLE}}
{{#NONE}}<p class="muted">You own no {{NOUN}} yet.{{#MAY_CREATE}} <a href="{{BASE}}/new">Create one</a>, or look at <a href="{{BASE}}">those of others</a>.{{/MAY_CREATE}}</p>{{/NONE}}
</section>
