/* What machines read about an edition: all made from the registry of datasets
 * (site/dataset.h), so that no two of them can disagree.
 *
 *   data.json, catalog.jsonld       catalogues: DCAT-US 3, DCAT-AP (W3C DCAT 3)
 *   ro-crate-metadata.json          RO-Crate 1.1, the edition as one research object
 *   CITATION.cff                    how to cite the edition
 *   data/…/datapackage.json         Data Package 2.0; the topmost tells of all datasets
 *                                   but pages', each other of the files in its folder
 *   data/….csv-metadata.json        CSV on the Web, beside each table; for pages'
 *                                   tables one csv-metadata.json in their folder
 *   data/…/SHA256SUMS               of each folder with datasets
 *
 * Addresses are whole where the configuration names the site's; else they are relative
 * to the file that they stand in. */
#ifndef CIFRA_SITE_METADATA_H
#define CIFRA_SITE_METADATA_H

#include "site/site.h"

/* After datasets_measure(), while nobody registers. */
bool metadata_put(struct site *site, struct error *err);

#endif
