{{%AUTOESCAPE context="HTML"}}
{{! Prompts and agents, the last saved first: ROW with URL NAME (PATH_TO LEAF) AGENT VERSION WHY PERSON AGO DIFF_URL FROM TO IS_NEW. }}
<section aria-labelledby="recent-title"><div class="section-head"><h2 id="recent-title">Recent changes</h2><a href="/prompts">All prompts</a></div>
<table class="list"><caption class="sr">Prompts and agents, the last saved first</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Changes</th><th scope="col">Changed by</th><th scope="col">When</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{URL}}"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a><span class="chip">{{KIND}}</span></div>{{#WHY}}<p class="sub">{{MESSAGE}}</p>{{/WHY}}</td><td class="nowrap"><a href="{{DIFF_URL}}">{{#IS_NEW}}new{{/IS_NEW}}{{#FROM}}v{{N}} to {{/FROM}}{{#FROM}}{{#TO}}v{{N}}{{/TO}}{{/FROM}}<span class="sr">, {{NAME}}</span></a></td><td>{{PERSON}}</td><td class="when"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></td></tr>
{{/ROW}}
</tbody></table>
</section>
