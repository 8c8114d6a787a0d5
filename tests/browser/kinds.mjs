// One example of every kind of page, and the extremes of some. The key is the template,
// so that a new kind without an example is noticed; paths are those in Spanish, and the
// other languages are found by following each page's own links.

// The one address at which a server has nothing.
export const LOST = 'es/no/hay/nada/';

export const KINDS = {
    home: ['es/'],
    place: [
        'es/mx/',
        'es/mx/guanajuato/', // the heaviest
        'es/mx/jalisco/',
        'es/mx/guanajuato/leon/',
        'es/mx/guanajuato/santa-catarina/', // year after year without a case
        'es/mx/guanajuato/dolores-hidalgo-cuna-de-la-independencia-nacional/',
    ],
    offence: [
        'es/delitos/homicidio-doloso/',
        'es/delitos/robo-de-coche-de-4-ruedas/', // known for some states and months
        'es/delitos/federal-delincuencia-organizada-contra-la-salud/',
    ],
    place_offence: ['es/mx/guanajuato/delitos/extorsion/',
        'es/mx/yucatan/delitos/secuestro/'],
    theme: ['es/temas/homicidio-y-feminicidio/', 'es/temas/delitos-ciberneticos/'],
    places: ['es/lugares/'],
    offences: ['es/delitos/'],
    themes: ['es/temas/'],
    sources: ['es/fuentes/'],
    source: ['es/fuentes/mx-estatal-rnid/'],
    methods: ['es/metodos/'],
    about: ['es/acerca/'],
    data: ['es/datos/'],
    dictionary: ['es/datos/diccionario/'],
    revisions: ['es/revisiones/'],
    versions: ['es/revisiones/mx-estatal-2015/mx/jalisco/'],
    receipts: ['es/recibos/'],
    receipt: ['es/recibos/mx-estatal-2015/mx/guanajuato/'],
    coverage: ['es/cobertura/'],
    calendar: ['es/calendario/'],
    tips: ['es/pistas/'],
    iccs: ['es/clasificacion-internacional/'],
    find: ['es/buscar/'],
    find_state: ['es/buscar/mx/guanajuato/'],
    compare: ['es/comparar/'],
    compare_offence: ['es/comparar/homicidio-doloso/'],
    compare_place: ['es/comparar/mx/guanajuato/'],
    explore: ['es/explorar/'],
    world: ['es/comparacion-internacional/'],
    door: [''],
    404: [LOST],
};

// Kinds that only an edition of towns alone has: nothing is known of what they lie in.
export const TOWNS = {
    region: ['es/mx/', 'es/mx/guanajuato/'],
    offence_within: ['es/delitos/homicidio-doloso/'],
};

// Enough to try what does not hang on a page's content.
export const FEW = ['es/', 'es/mx/guanajuato/', 'es/mx/guanajuato/leon/', 'es/metodos/'];

