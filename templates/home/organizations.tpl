{{%AUTOESCAPE context="HTML"}}
{{! Organizations by their numbers. Includes ORGANIZATION_TABLE (organization/organization_table.tpl); HAS_MORE. }}
<section aria-labelledby="organizations-title"><div class="section-head"><h2 id="organizations-title">Organizations</h2><a href="/organizations">Search or create</a></div>
{{>ORGANIZATION_TABLE}}
{{#HAS_MORE}}<p class="hint">The first 50 by name.</p>{{/HAS_MORE}}
</section>
