/** Invented businesses: name, client group, city, state, zip, area code. Their e-mail domains end in .example. */
export type Business = {
  name: string;
  group: string;
  city: string;
  state: string;
  zip: string;
  areaCode: string;
};

/** The first is the client of the known order 32255-1. */
const rows = `
Acme Manufacturing|Acme Manufacturing|Dayton|OH|45402|937
Acme Tool & Die|Acme Tool & Die|Rockford|IL|61101|815
Birchwood Credit Union|Birchwood Credit Union|Madison|WI|53703|608
Blue Heron Brewing|Blue Heron Brewing|Eugene|OR|97401|541
Bright Harbor Dental|Bright Harbor Dental|Tacoma|WA|98402|253
Bright Harbor Orthodontics|Bright Harbor Dental|Olympia|WA|98501|360
Calder Construction|Calder Construction|Boise|ID|83702|208
Canyon State Roofing|Canyon State Roofing|Mesa|AZ|85201|480
Cedar Ridge School District|Cedar Ridge School District|Cedar Rapids|IA|52401|319
Cedar Ridge Community Church|Cedar Ridge Community Church|Cedar Rapids|IA|52402|319
City of Marlow Springs|City of Marlow Springs|Marlow Springs|TX|78701|512
Copperline Electric|Copperline Electric|Tucson|AZ|85701|520
Crestview Senior Living|Crestview Senior Living|Omaha|NE|68102|402
Dunmore Logistics|Dunmore Logistics|Scranton|PA|18503|570
Dunmore Logistics West|Dunmore Logistics|Reno|NV|89501|775
Eastgate Animal Hospital|Eastgate Animal Hospital|Cincinnati|OH|45202|513
Elkhorn Outfitters|Elkhorn Outfitters|Bozeman|MT|59715|406
Fairlawn Country Club|Fairlawn Country Club|Akron|OH|44313|330
Falcon Ridge HVAC|Falcon Ridge HVAC|Denver|CO|80202|303
First Prairie Bank|First Prairie Bank|Sioux Falls|SD|57104|605
Foxglove Events||Nashville|TN|37203|615
Granite Peak Insurance|Granite Peak Insurance|Concord|NH|03301|603
Greenfield Farms Cooperative|Greenfield Farms Cooperative|Salina|KS|67401|785
Gulfside Marine|Gulfside Marine|Mobile|AL|36602|251
Harborline Hotel Portland|Harborline Hospitality|Portland|OR|97204|503
Harborline Hotel Seattle|Harborline Hospitality|Seattle|WA|98101|206
Harborline Resort Tahoe|Harborline Hospitality|Truckee|CA|96161|530
Helix Biolabs|Helix Biolabs|San Diego|CA|92101|619
Highland Park Little League|Highland Park Little League|Topeka|KS|66603|785
Ironbark Fitness|Ironbark Fitness|Austin|TX|78702|512
Juniper Hill Winery|Juniper Hill Winery|Walla Walla|WA|99362|509
Keystone Title Partners|Keystone Title Partners|Harrisburg|PA|17101|717
Lakeshore Medical Center|Lakeshore Health|Grand Rapids|MI|49503|616
Lakeshore Physical Therapy|Lakeshore Health|Holland|MI|49423|616
Larkspur Realty|Larkspur Realty|Santa Rosa|CA|95401|707
Maple & Main Coffee|Maple & Main Coffee|Burlington|VT|05401|802
Meridian Software|Meridian Software|Raleigh|NC|27601|919
Mesa Verde Credit Union|Mesa Verde Credit Union|Durango|CO|81301|970
Millstone Bakery|Millstone Bakery|Lancaster|PA|17602|717
North Fork Timber|North Fork Timber|Missoula|MT|59801|406
Northgate Auto Group|Northgate Auto Group|Spokane|WA|99201|509
Northgate Auto Group - Service|Northgate Auto Group|Spokane|WA|99202|509
Oak Hollow Academy|Oak Hollow Academy|Richmond|VA|23219|804
Orchard Street Theatre||Columbus|OH|43215|614
Palisade Engineering|Palisade Engineering|Albany|NY|12207|518
Pinecrest Camp & Retreat|Pinecrest Camp & Retreat|Asheville|NC|28801|828
Quarry Road Concrete|Quarry Road Concrete|Joplin|MO|64801|417
Red Lantern Restaurants|Red Lantern Restaurants|Kansas City|MO|64105|816
Riverton Fire Department|Riverton Fire Department|Riverton|UT|84065|801
Saltbox Architects||Portland|ME|04101|207
Silver Birch Pharmacy|Silver Birch Pharmacy|Duluth|MN|55802|218
Skyline Solar|Skyline Solar|Albuquerque|NM|87102|505
Stonebridge University|Stonebridge University|Lexington|KY|40507|859
Stonebridge University Athletics|Stonebridge University|Lexington|KY|40508|859
Summerfield Bank|Summerfield Bank|Savannah|GA|31401|912
Tidewater Plumbing|Tidewater Plumbing|Norfolk|VA|23510|757
Union Station Museum|Union Station Museum|St. Louis|MO|63103|314
Valley Forge Robotics|Valley Forge Robotics|Wayne|PA|19087|610
Westbrook Staffing|Westbrook Staffing|Fargo|ND|58102|701
Willow Creek Veterinary|Willow Creek Veterinary|Springfield|IL|62701|217
`;

export const businesses: readonly Business[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [name = '', group = '', city = '', state = '', zip = '', areaCode = ''] = row.split('|');
    return { name, group, city, state, zip, areaCode };
  });

/** Businesses that run a company store, with the store's name. */
export const storeNames: Readonly<Record<string, string>> = {
  'Acme Manufacturing': 'Acme Gear Shop',
  'Harborline Hotel Portland': 'Harborline Uniform Store',
  'Lakeshore Medical Center': 'Lakeshore Team Store',
  'Meridian Software': 'Meridian Swag Store',
  'Northgate Auto Group': 'Northgate Apparel Store',
  'Stonebridge University': 'Stonebridge Spirit Shop',
  'Dunmore Logistics': 'Dunmore Driver Store',
  'First Prairie Bank': 'First Prairie Branch Store',
};
