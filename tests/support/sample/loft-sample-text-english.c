/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-text.h"

const LoftSamplePerson loft_sample_owner = { "Alice Lindqvist", "alice@example.test" };

/* ---- a design studio ------------------------------------------------------------------------ */

static const LoftSamplePerson work_people[] = {
  { "Eva Adler", "eva.adler@nordlicht.example" },
  { "Jan Novák", "jan.novak@nordlicht.example" },
  { "Priya Raman", "priya@nordlicht.example" },
  { "Oliver Brandt", "oliver.brandt@nordlicht.example" },
  { "Marta Kowalczyk", "marta@harbourmuseum.example" },
  { "Tomás Herrera", "therrera@taller-herrera.example" },
  { "Chloé Dubois", "chloe.dubois@atelier-sept.example" },
  { "Samir Haddad", "samir@haddad-partners.example" },
  { "Björn Sigurðsson", "bjorn@sigurdsson-print.example" },
  { "Grace Okafor", "g.okafor@cityworks.example" },
  { NULL, NULL },
};

static const char *const work_subjects[] = {
  "Signage for the harbour museum", "Budget for the spring fair", "Website relaunch: open points",
  "Minutes of Tuesday's meeting", "Paper samples", "Quote for the exhibition panels",
  "Second round of screen drafts", "Photos for the annual report", "Opening hours on the website",
  "Who takes the client call?", "Colour proof, second try", "Typeface licence",
  "Wayfinding: feedback from the walk-through", "Stand 14 at the spring fair",
  "Contract with the print shop", "Navigation on small screens", "Captions for room 3",
  "Holiday cover in August", "Moving to the new office", "Interview questions",
  "Press text, last version", "Invoice for the model", "Timetable until the opening",
  "Accessibility review", "Poster for the concert series", "Icons for the ticket machine",
  "Translation of the leaflet", "Lighting test on Thursday", "Newsletter sign-up form",
  "What we learned from the pilot", NULL,
};

static const char *const work_greetings[] = {
  "Hi %s,", "Hello %s,", "Dear %s,", "Good morning %s,", "%s,", NULL,
};

static const char *const work_sentences[] = {
  "I went through the drafts again this morning and most of it holds up well.",
  "The museum asked whether we could move the opening by one week, to the twelfth.",
  "Björn says the paper will be here on Monday, so the proof can go out on Tuesday.",
  "The second column is too narrow for the German text; everything else fits.",
  "Could you look at page four before you send it on?",
  "We are about six per cent over budget, mostly because of the stand.",
  "I would rather drop the animation than lose the photos.",
  "The walk-through showed that nobody finds the lift from the east entrance.",
  "Priya has the numbers from last year; I asked her to share them.",
  "Let us keep the blue, it prints much better than we feared.",
  "On a phone the menu covers the opening hours, which is exactly what people look for.",
  "I have put the captions in one document so that they can be translated in one go.",
  "The city wants to see the plan before the end of the month.",
  "Nobody objected to the larger type, so I would call that decided.",
  "There are still three photos without a licence.",
  "The client liked the second version best, and so do I.",
  "We need an answer by Thursday, otherwise the slot at the print shop is gone.",
  "I moved the meeting to half past nine because of the delivery.",
  "The quote does not include transport; I asked for a new one.",
  "Samir can join for the first half hour only.",
  "As agreed, the panels will be eight millimetres thick, not ten.",
  "The contrast of the grey text is too low, we measured 3.8 to 1.",
  "If the weather holds we can take the outdoor pictures on Friday.",
  "Please do not forward this yet, the figures are not confirmed.",
  "I like the idea of starting with the map instead of the mission statement.",
  "The old files are in the archive folder, the new ones are beside them.",
  "Oliver found a supplier who can deliver the frames in two weeks.",
  "It took longer than planned, but the result is worth it.",
  "For the fair we need two people on the stand at any time.",
  "The sentence about visitors with a dog has to stay, the museum insists.",
  "Marta will print the floor plan so that we can draw on it together.",
  "I measured the wall again: it is 4.20 m, not 4.02 m.",
  "The form asks for far too much; name and address are enough.",
  "We agreed on three rounds and this is the third.",
  "The text is good, but it is twice as long as the space we have.",
  "Somebody should call the fire department about the exit signs.",
  "I would start with the ticket machine, that is where people stand the longest.",
  "There will be coffee and something sweet, as always.",
  "Both variants are attached; look at them in daylight if you can.",
  "The model arrived in one piece.",
  NULL,
};

static const char *const work_closings[] = {
  "Best,", "Thanks,", "Best regards,", "See you on Tuesday,", "All the best,", "Cheers,", NULL,
};

const LoftSampleVoice loft_sample_voice_work = {
  work_people, work_subjects, work_greetings, work_sentences, work_closings, "Re: ", "iso-8859-1",
};

/* ---- family and friends --------------------------------------------------------------------- */

static const LoftSamplePerson family_people[] = {
  { "Karin Lindqvist", "karin.lindqvist@posten.example" },
  { "Nils Lindqvist", "nils@lindqvist.example" },
  { "Hannah Weiss", "hannah.weiss@mailbox.example" },
  { "Theo Papadakis", "theo.p@kafenio.example" },
  { "Sofia Lindqvist", "sofia@lindqvist.example" },
  { "Ben Carter", "ben.carter@fastpost.example" },
  { NULL, NULL },
};

static const char *const family_subjects[] = {
  "Sunday lunch", "Grandpa's birthday", "Photos from the island", "The boat is in the water",
  "Can you water the plants?", "Recipe for the lemon cake", "Train or car?", "Choir trip in May",
  "Found your scarf", "Summer house: who comes when", "Concert tickets", "The cat again",
  "Old letters from the attic", "Hiking on Saturday?", "Happy birthday!", "A picture of the garden",
  NULL,
};

static const char *const family_greetings[] = {
  "Hi %s!", "Dear %s,", "Hej %s,", "Hello you,", NULL,
};

static const char *const family_sentences[] = {
  "We will be seven on Sunday, so I am making the big pan.",
  "Grandpa wants no fuss, which means that we need a very good cake.",
  "The photos from the island are lovely, especially the one with the ferry.",
  "Nils has repaired the engine and is terribly proud of it.",
  "If you take the 9:14 train I can pick you up at the station.",
  "The plants on the balcony need water every other day, the ones inside once a week.",
  "You left your scarf here, it is hanging by the door.",
  "It rained all week but the strawberries are fine.",
  "We found a box with letters from 1931 in the attic, some of them in French.",
  "Bring warm socks, the house is cold in the mornings.",
  "The cat has decided that she lives with the neighbours now.",
  "Sofia passed her exam, call her when you have a minute.",
  "The choir sings in the old church on the third of May, at seven.",
  "I have two tickets and nobody to go with, so think about it.",
  "For the cake you need four lemons, and do not skip the zest.",
  "Could you bring the long ladder when you come?",
  "The path along the coast is open again, twelve kilometres and one good café.",
  "I will be late on Saturday, start without me.",
  "Tell Theo that his book is still here.",
  "The stove works again, it was only the fuse.",
  NULL,
};

static const char *const family_closings[] = {
  "Love,", "Hugs,", "See you soon,", "Kram,", "Take care,", NULL,
};

const LoftSampleVoice loft_sample_voice_family = {
  family_people, family_subjects, family_greetings, family_sentences, family_closings, "Re: ",
  "windows-1252",
};

/* ---- mailing list: gardening ---------------------------------------------------------------- */

static const LoftSamplePerson garden_people[] = {
  { "Margaret Hollis", "m.hollis@allotment.example" },
  { "Pieter van Dam", "pieter@moestuin.example" },
  { "Rosa Calvi", "rosa.calvi@orto.example" },
  { "Duncan Ross", "duncan@rosscroft.example" },
  { "Anneli Korhonen", "anneli.korhonen@kasvi.example" },
  { "Jean-Luc Moreau", "jlm@potager.example" },
  { "Wendy Tran", "wendy.tran@greenroof.example" },
  { "Ilse Baumann", "ilse@baumann-garten.example" },
  { NULL, NULL },
};

static const char *const garden_subjects[] = {
  "Tomatoes splitting after rain", "Slugs, again", "When to prune the old apple tree",
  "Seed swap in March", "Compost that smells of vinegar", "Frost cloth: which weight?",
  "Yellow leaves on the lemon", "Beans on a balcony", "What eats my kale?",
  "Garlic planted too late?", "Rain barrel and mosquitoes", "Bees and the lime tree",
  "Rhubarb in its second year", "Potatoes in bags", "A hedge for a windy corner",
  "Rust on the leeks", "Does nettle tea really work?", "Saving seeds of squash", NULL,
};

static const char *const garden_greetings[] = {
  "Hello all,", "Hi,", "Dear gardeners,", "%s,", NULL
};

static const char *const garden_sentences[] = {
  "We had forty millimetres in one night and half of the tomatoes split.",
  "I pick them a little early now and let them ripen on the window sill.",
  "Beer traps work, but only if you empty them every morning.",
  "On my soil nothing but copper tape has ever kept them away.",
  "Leave the leader alone and take out one of the two crossing branches.",
  "A tree of that age should lose no more than a fifth in one winter.",
  "The smell means that it is too wet; turn it and add torn cardboard.",
  "I use the seventeen gram cloth and take it off at noon.",
  "Yellow between green veins is usually iron, and usually the water is to blame.",
  "Runner beans do well in forty litres of soil, if you never let them dry out.",
  "Those round holes look like flea beetle to me.",
  "Fine net from the day you sow is the only thing that helped here.",
  "I planted mine in January once and still had decent bulbs in July.",
  "A spoon of oil on the barrel does it, or a lid, which is better for the birds.",
  "Do not harvest in the second year, however tempting it looks.",
  "Put the bags against the south wall and water them twice a day in June.",
  "Hornbeam takes the wind and keeps its leaves through the winter.",
  "The rust never killed the leeks, it only makes them ugly.",
  "Squash crosses with everything, so close the flowers with a clothes peg the evening before.",
  "There will be a table for exotics at the seed swap this year.",
  "Last year we ran out of labels, please bring your own.",
  "My grandmother swore by wood ash, and her leeks were better than mine.",
  "It depends on the variety: the old ones are far less fussy.",
  "I kept notes for six years and the date of the last frost moved by nine days.",
  NULL,
};

static const char *const garden_closings[] = { "Regards,", "Happy digging,", "Greetings,", NULL };

const LoftSampleVoice loft_sample_voice_garden = {
  garden_people, garden_subjects, garden_greetings, garden_sentences, garden_closings, "Re: ",
  "iso-8859-15",
};

/* ---- mailing list: open maps ---------------------------------------------------------------- */

static const LoftSamplePerson maps_people[] = {
  { "Katrin Schulze", "katrin@opentrails.example" },
  { "Mikael Sand", "msand@kartan.example" },
  { "Abdul Karim", "akarim@mapworks.example" },
  { "Laura Benedetti", "laura.b@sentieri.example" },
  { "Kenji Mori", "mori@chizu.example" },
  { "Paweł Zieliński", "pawel@mapa.example" },
  { "Ruth Abrams", "ruth@contourlines.example" },
  { "Diego Salas", "dsalas@cartografia.example" },
  { "Fatou Diop", "fatou@carto-ouest.example" },
  { NULL, NULL },
};

static const char *const maps_subjects[] = {
  "[patch] Skip empty tiles when packing", "Elevation data north of 60 degrees",
  "Release 4.2: what is left", "Label collisions at low zoom", "Tagging of footpaths in parks",
  "Offline search eats memory", "[rfc] One file per region", "Contour lines at the coast",
  "Broken build with the new compiler", "Font for Arabic street names", "Survey party in October",
  "Style guide: water before woods?", "Bus stops on the wrong side", "Tests take eleven minutes",
  "[patch 2/3] Read polygons in one pass", "Who runs the tile server?", NULL,
};

static const char *const maps_greetings[] = {
  "Hi all,", "Hello,", "%s wrote something similar.", NULL
};

static const char *const maps_sentences[] = {
  "The packer writes a header for every tile, even when nothing is in it.",
  "With the patch the file for the north shrinks from 212 to 148 megabytes.",
  "I cannot reproduce this with a clean checkout, which version do you run?",
  "The elevation data stop at sixty degrees because the radar mission did.",
  "There is a second source for the north, but its licence wants attribution on every map.",
  "Labels of villages win against labels of hills, and they should not above zoom nine.",
  "Could we sort by population first and by area second?",
  "The index is read completely before the first result is shown.",
  "A memory map would do, the pages that nobody needs are never loaded.",
  "I measured 340 milliseconds before and 90 after, on a five-year-old phone.",
  "One file per region is simpler to download and much simpler to delete.",
  "On the other hand people cross borders, and then they need two.",
  "The coast is where the two data sets disagree, sometimes by thirty metres.",
  "The new compiler warns about the comparison, and we treat warnings as errors.",
  "Please split this in two: the renaming first, then the change.",
  "It looks right to me, but I would like a test with an empty polygon.",
  "The font has no glyphs for some of the letters, so they fall back to boxes.",
  "We walked every path in the park on Sunday; two of them do not exist any more.",
  "A stop belongs to the side on which the bus stops, whatever the timetable says.",
  "Eleven minutes is too long, nobody runs them before a push.",
  "Half of that time is spent unpacking the same archive again and again.",
  "The server has been running for 214 days and nobody remembers the password.",
  "I can host it for a year, after that somebody else has to.",
  "Applied, thank you.",
  "Let us decide this at the survey party, with a map on the table.",
  NULL,
};

static const char *const maps_closings[] = { "Thanks,", "Cheers,", "--", "Best,", NULL };

const LoftSampleVoice loft_sample_voice_maps = {
  maps_people, maps_subjects, maps_greetings, maps_sentences, maps_closings, "Re: ", "iso-8859-2",
};
