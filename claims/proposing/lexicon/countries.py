"""Countries and continents, which 'the city' never means."""

from claims.proposing.lexicon.notation import words

COUNTRIES = words("""
    afghanistan albania algeria america angola argentina armenia australia austria azerbaijan bangladesh
    belarus belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chad chile china
    colombia congo croatia cuba cyprus czechia denmark ecuador egypt england estonia ethiopia finland france
    georgia germany ghana greece greenland guatemala haiti honduras hungary iceland india indonesia iran
    iraq ireland israel italy japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon
    libya lithuania luxembourg madagascar malaysia mali malta mexico moldova mongolia montenegro morocco
    mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine
    panama paraguay peru philippines poland portugal qatar romania russia rwanda scotland senegal serbia
    singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tajikistan tanzania
    thailand tunisia turkey türkiye turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam wales
    yemen zambia zimbabwe europe asia africa antarctica oceania crimea texas california florida parliament
    congress brussels
""")
